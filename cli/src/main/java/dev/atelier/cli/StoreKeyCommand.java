package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.storage.KeySet;
import dev.atelier.storage.KeyWrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "key",
        description =
                "Makes a file of keys for encrypted: addresses, readable to you alone; or adds a newer key to one.",
        mixinStandardHelpOptions = true)
final class StoreKeyCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Wiring wiring;

    @Parameters(paramLabel = "FILE", description = "Where the keys are. Who loses them loses what they encrypted.")
    Path file;

    @Option(names = "--rotate", description = "Add a key that encrypts from now on, to keys that are there.")
    boolean rotate;

    @Option(
            names = "--kms",
            paramLabel = "URI",
            description =
                    "Wrap the keys with a key of AWS KMS or Azure Key Vault, which encryption.kms then has to name:"
                            + " aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID or azure-kms://VAULT.vault.azure.net/keys/NAME/VERSION.")
    String kms;

    StoreKeyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws IOException {
        if (rotate != Files.exists(file)) {
            throw new InvalidRequestException(file
                    + (rotate ? " does not exist; leave --rotate out to make it" : " exists; add a key with --rotate"));
        }
        Optional<KeyWrap> wrap = Optional.ofNullable(kms).map(uri -> KeyWrap.of(uri, TIMEOUT));
        KeySet keys = rotate ? read(wrap).rotated() : KeySet.generate();
        String json = wrap.map(keys::wrappedJson).orElseGet(keys::secretJson);
        Path folder = file.toAbsolutePath().getParent();
        Path part = Files.createTempFile(
                folder,
                "keys",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, json);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        wiring.out().println((rotate ? "added a key to " : "made ") + file);
        wiring.out().flush();
        return ExitCode.DONE;
    }

    private KeySet read(Optional<KeyWrap> wrap) throws IOException {
        String json = Files.readString(file);
        return wrap.map(w -> KeySet.parse(json, w)).orElseGet(() -> KeySet.parse(json));
    }
}
