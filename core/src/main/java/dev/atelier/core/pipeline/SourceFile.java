package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A video as FFmpeg reads it: from a file. What lies elsewhere is copied to the job's scratch folder once, so that no
 * address with a secret is in a process list, no certificate or proxy keeps FFmpeg out, and seeking costs nothing.
 */
final class SourceFile {
    private static final int BUFFER = 1 << 20;

    private final Location video;
    private final Path scratch;
    private Path copy;

    SourceFile(Location video, Path scratch) {
        this.video = video;
        this.scratch = scratch;
    }

    /** Another file of the same job, read in the same way. */
    SourceFile other(Location file) {
        return new SourceFile(file, scratch);
    }

    /** @throws InvalidRequestException if there is no such video */
    synchronized URI address() {
        Optional<Path> local = video.store().localFile(video.name());
        return local.orElseGet(this::copied).toUri();
    }

    /** What was copied once is what all batches of this process read, without another look at the store. */
    private Path copied() {
        if (copy == null || !Files.exists(copy)) {
            copy = copy();
        }
        return copy;
    }

    private Path copy() {
        ObjectInfo version = video.store().stat(video.name()).orElseThrow(() -> PrepareStage.missing(video.toString()));
        String digest = Digest.of((video + " " + version.etag()).getBytes(StandardCharsets.UTF_8));
        String extension = ObjectName.extension(video.name()).replaceAll("[^A-Za-z0-9]", "");
        Path target =
                scratch.resolve("source-" + digest.substring(0, 16) + (extension.isEmpty() ? "" : "." + extension));
        if (Files.exists(target)) {
            return target;
        }
        try (ObjectStream in = video.store().read(version, 0, Long.MAX_VALUE)) {
            Files.createDirectories(scratch);
            Path part = Files.createTempFile(scratch, "source-", ".part");
            write(in, part);
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchObjectException e) {
            throw new InvalidRequestException(e.getMessage() + "; check its name", e);
        } catch (IOException e) {
            throw new InfrastructureException(
                    "the video cannot be copied to " + scratch + ": " + e.getMessage() + "; make room there", e);
        }
    }

    private void write(ObjectStream in, Path part) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(part)) {
            while (true) {
                int count = read(in, buffer);
                if (count < 0) {
                    return;
                }
                out.write(buffer, 0, count);
            }
        }
    }

    private int read(ObjectStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new TransientException("reading " + video + " broke off: " + e.getMessage(), e);
        }
    }
}
