package dev.atelier.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file being written, beside the place it will have. Its name tells which process writes it, so that what a killed
 * process left behind can be told from what is still being written.
 */
record PartFile(Path path) {
    static final String PREFIX = ".atelier-part-";
    static final String LOCK = ".atelier-lock";

    private static final AtomicLong COUNT = new AtomicLong();

    static PartFile write(Path target, Content content) throws IOException {
        String name = PREFIX + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        Path path = target.resolveSibling(name);
        PartFile part = new PartFile(path);
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                InputStream in = content.open()) {
            in.transferTo(Channels.newOutputStream(out));
            out.force(false);
        } catch (IOException | RuntimeException e) {
            part.delete();
            throw e;
        }
        return part;
    }

    /** Whether a file's name says that it is not an object but this store's own. */
    static boolean isInternal(String fileName) {
        return fileName.startsWith(PREFIX) || fileName.equals(LOCK);
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // the next process that writes to the folder deletes it
        }
    }

    /** Deletes the part files that processes of this machine left in a folder when they were killed. */
    static void deleteAbandoned(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path part : parts) {
                String pid =
                        part.getFileName().toString().substring(PREFIX.length()).replaceFirst("-.*", "");
                if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }
}
