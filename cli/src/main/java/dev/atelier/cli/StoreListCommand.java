package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "ls",
        description = "Lists the objects in a folder and below, with their sizes in bytes.",
        mixinStandardHelpOptions = true)
final class StoreListCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "URI", description = "A folder or an object.")
    String address;

    StoreListCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Location location = wiring.stores().locate(address);
        boolean lists = location.store().capabilities().contains(Capability.LIST);
        int count = 0;
        if (lists) {
            for (ObjectInfo object : location.store().list(location.child(""))) {
                print(location, object);
                count++;
            }
        }
        if (count == 0 && !location.name().isEmpty()) {
            Capability.require(location, "a folder to list", lists ? Capability.READ : Capability.LIST);
            Optional<ObjectInfo> object = location.store().stat(location.name());
            object.ifPresent(info -> print(location, info));
            if (object.isEmpty()) {
                throw new InvalidRequestException("there is nothing at " + location + "; check its name");
            }
        }
        wiring.out().flush();
        return ExitCode.DONE;
    }

    private void print(Location location, ObjectInfo object) {
        wiring.out()
                .println(String.format(
                        Locale.ROOT, "%14d  %s", object.size(), location.store().address(object.name())));
    }
}
