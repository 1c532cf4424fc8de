package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.WriteBehind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rm",
        description = "Deletes an object or, where asked to, a folder with all below it.",
        mixinStandardHelpOptions = true)
final class StoreRemoveCommand implements Callable<Integer> {
    private static final int AT_ONCE = 16;

    private final Wiring wiring;

    @Parameters(paramLabel = "URI", description = "An object or a folder.")
    String address;

    @Option(
            names = {"-r", "--recursive"},
            description = "Delete everything below a folder.")
    boolean recursive;

    StoreRemoveCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        Location location = wiring.stores().locate(address);
        Capability.require(location, "what to delete", Capability.DELETE);
        if (!recursive) {
            if (location.name().isEmpty()
                    || location.store().stat(location.name()).isEmpty()) {
                throw new InvalidRequestException(
                        "there is no object " + location + "; to delete a folder, add --recursive");
            }
            location.store().delete(location.name());
            return ExitCode.DONE;
        }
        Capability.require(location, "a folder to delete", Capability.LIST);
        try (var deletions = new WriteBehind(AT_ONCE, Long.MAX_VALUE)) {
            for (ObjectInfo object : location.store().list(location.child(""))) {
                deletions.write(0, () -> location.store().delete(object.name()));
            }
            deletions.finish();
        }
        return ExitCode.DONE;
    }
}
