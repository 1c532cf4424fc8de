package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.WriteBehind;
import dev.atelier.core.store.WriteCondition;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cp",
        description = "Copies an object, or a folder with all below it, from any store to any store.",
        mixinStandardHelpOptions = true)
final class StoreCopyCommand implements Callable<Integer> {
    private static final int AT_ONCE = 16;
    private static final long BYTES_AT_ONCE = 64L << 20;

    private final Wiring wiring;

    @Parameters(index = "0", paramLabel = "FROM", description = "An object or a folder.")
    String from;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description = "An object's new name; a folder, where it ends in a slash or FROM is one.")
    String to;

    @Option(names = "--overwrite", description = "Replace objects that exist.")
    boolean overwrite;

    StoreCopyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        Location source = wiring.stores().locate(from);
        Location target = wiring.stores().locate(to);
        Capability.require(source, "what to copy from", Capability.READ);
        Capability.require(target, "what to copy to", Capability.WRITE);
        if (!overwrite) {
            Capability.require(target, "what to copy to without --overwrite", Capability.IF_ABSENT);
        }
        if (!source.name().isEmpty() && source.store().stat(source.name()).isPresent()) {
            boolean folder = to.endsWith("/") || target.name().isEmpty();
            String name = folder ? target.child(ObjectName.base(source.name())) : target.name();
            copy(source, source.name(), target, name);
            return ExitCode.DONE;
        }
        Capability.require(source, "a folder to copy", Capability.LIST);
        String prefix = source.child("");
        int count = 0;
        try (var copies = new WriteBehind(AT_ONCE, BYTES_AT_ONCE)) {
            for (ObjectInfo object : source.store().list(prefix)) {
                String name = target.child(object.name().substring(prefix.length()));
                copies.write(object.size(), () -> copy(source, object.name(), target, name));
                count++;
            }
            copies.finish();
        }
        if (count == 0) {
            throw new InvalidRequestException("there is nothing at " + source + "; check its name");
        }
        return ExitCode.DONE;
    }

    private void copy(Location source, String name, Location target, String newName) {
        WriteCondition condition = overwrite ? WriteCondition.ALWAYS : WriteCondition.IF_ABSENT;
        boolean written = source.store().equals(target.store())
                ? source.store().copy(name, newName, condition).isPresent()
                : target.store()
                        .put(newName, () -> source.store().read(name), condition)
                        .isPresent();
        if (!written) {
            throw new InvalidRequestException(
                    target.store().address(newName) + " exists; name another, or allow replacing it with --overwrite");
        }
    }
}
