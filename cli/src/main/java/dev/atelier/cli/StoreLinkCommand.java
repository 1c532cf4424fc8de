package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.SignedLinks;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "link",
        description = {
            "Makes a link to one object that permits one thing for a while, to whoever has it.",
            "A link to a whole container ends in a slash; folders on a disk have no links."
        },
        mixinStandardHelpOptions = true)
final class StoreLinkCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "URI", description = "An object, which need not be there yet, or a container.")
    String address;

    @Option(
            names = "--permit",
            paramLabel = "read|write|delete",
            defaultValue = "read",
            description = "What the link permits; default ${DEFAULT-VALUE}.")
    SignedLinks.Access access = SignedLinks.Access.READ;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long it works; default ${DEFAULT-VALUE}.")
    int minutes = 60;

    StoreLinkCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Location location = wiring.stores().locate(address);
        if (minutes < 1) {
            throw new InvalidRequestException("--minutes is " + minutes + "; expected 1 or more");
        }
        SignedLinks links = location.store()
                .links()
                .orElseThrow(() -> new InvalidRequestException(location
                        + " has no signed links: expected an object in az:// or s3:// reached by credentials that can"
                        + " sign; share the file another way, or copy it there with \"atelier store cp\""));
        Duration life = Duration.ofMinutes(minutes);
        boolean prefix = location.name().isEmpty() || address.endsWith("/");
        URI link = prefix
                ? links.toPrefix(location.name().isEmpty() ? "" : location.child(""), access, life)
                        .orElseThrow(() -> new InvalidRequestException(location
                                + " cannot have a link of its own: this store limits links to "
                                + (address.startsWith("az:") ? "one object or a whole container" : "one object")))
                : links.toObject(location.name(), access, life);
        wiring.out().println(link);
        wiring.out().flush();
        return ExitCode.DONE;
    }
}
