package dev.atelier.spark;

import dev.atelier.core.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * What all processes of a cluster share, and nobody else has: with it they authenticate, and from it they derive the
 * keys that encrypt what they say. It lies in a file that only its owner can read, and is on no command line.
 */
final class ClusterSecret {
    /** Takes precedence over the file. */
    static final String VARIABLE = "ATELIER_CLUSTER_SECRET";

    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final int BYTES = 32;

    private ClusterSecret() {}

    /** The secret of the cluster that a folder is for; empty if there is none. */
    static Optional<String> find(Path folder) {
        String told = System.getenv(VARIABLE);
        if (told != null && !told.isBlank()) {
            return Optional.of(told.strip());
        }
        try {
            return Optional.of(Files.readString(file(folder)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InfrastructureException("the cluster's secret " + file(folder) + " cannot be read: " + e, e);
        }
    }

    static String findOrMake(Path folder) {
        return find(folder).orElseGet(() -> make(folder));
    }

    private static String make(Path folder) {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        try {
            write(file(folder), secret);
            return secret;
        } catch (FileAlreadyExistsException e) {
            return find(folder).orElseThrow();
        } catch (IOException e) {
            throw new InfrastructureException("the cluster's secret cannot be kept in " + folder + ": " + e, e);
        }
    }

    /** A file that holds a secret: the folder's own, or one beside it where another was told. */
    static Path file(Path folder, String secret) {
        try {
            Path own = file(folder);
            if (Files.exists(own) && Files.readString(own).equals(secret)) {
                return own;
            }
            Path told = folder.resolve("secret-told");
            Files.deleteIfExists(told);
            write(told, secret);
            return told;
        } catch (IOException e) {
            throw new InfrastructureException("the cluster's secret cannot be kept in " + folder + ": " + e, e);
        }
    }

    private static void write(Path file, String secret) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(file, secret);
    }

    private static Path file(Path folder) {
        return folder.resolve("secret");
    }
}
