package dev.atelier.core.store;

import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a folder's file system keeps of what {@link LocalStore} builds on, tried out rather than believed: a mounted
 * folder may be anything.
 *
 * @param type what the system calls it, such as {@code ext2/ext3} or {@code fuse.sshfs}
 * @param exclusiveCreate whether of two that create a file, one is told that it exists
 * @param atomicReplace whether a file can take another's place in one step
 * @param hardLinks whether a file can be put in place only if nothing is there, in one step
 * @param locks whether a file can be locked
 */
public record FolderGuarantees(
        String type, boolean exclusiveCreate, boolean atomicReplace, boolean hardLinks, boolean locks) {
    private interface Trial {
        boolean passes() throws IOException;
    }

    /** Tries them in a folder, which is made if it is not there, and leaves nothing behind. */
    public static FolderGuarantees of(Path folder) {
        try {
            Files.createDirectories(folder);
            FileStore system = Files.getFileStore(folder);
            Path a = Files.createTempFile(
                    folder, PartFile.PREFIX + ProcessHandle.current().pid() + "-", ".a");
            Path b = a.resolveSibling(a.getFileName() + ".b");
            try {
                return new FolderGuarantees(
                        system.type(),
                        holds(() -> createsExclusively(a)),
                        holds(() -> replaces(a, b)),
                        holds(() -> links(a, b)),
                        holds(() -> locks(a)));
            } finally {
                Files.deleteIfExists(a);
                Files.deleteIfExists(b);
            }
        } catch (IOException e) {
            throw new InvalidRequestException(folder + " cannot be used as a store: " + e, e);
        }
    }

    private static boolean holds(Trial trial) {
        try {
            return trial.passes();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean createsExclusively(Path there) throws IOException {
        try {
            Files.createFile(there);
            return false;
        } catch (FileAlreadyExistsException e) {
            return true;
        }
    }

    private static boolean replaces(Path a, Path b) throws IOException {
        Files.writeString(a, "new");
        Files.writeString(b, "old");
        try {
            Files.move(a, b, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            return false;
        }
        boolean replaced = Files.readString(b).equals("new") && !Files.exists(a);
        Files.move(b, a, StandardCopyOption.ATOMIC_MOVE);
        return replaced;
    }

    private static boolean links(Path a, Path b) throws IOException {
        Files.createLink(b, a);
        try {
            Files.createLink(b, a);
            return false;
        } catch (FileAlreadyExistsException e) {
            return Files.isSameFile(a, b);
        }
    }

    private static boolean locks(Path a) throws IOException {
        try (FileChannel channel = FileChannel.open(a, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null && lock.isValid();
        }
    }

    /** Whether it is on another machine, or made by a program. */
    public static boolean isMounted(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return Files.getFileStore(there).type().matches("(?i)(nfs|cifs|smb|fuse|9p|ceph|gluster|lustre|vboxsf).*");
        } catch (IOException e) {
            return true;
        }
    }

    /** What is lacking, and what follows; empty where nothing is. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!hardLinks && locks) {
            warnings.add("no hard links: a lock file stands in, which keeps out Atelier's own processes only");
        }
        return warnings;
    }

    /** @throws InvalidRequestException if objects could be seen half written, or two writers could both win */
    public FolderGuarantees require(Path folder) {
        List<String> lacking = new ArrayList<>();
        if (!atomicReplace) {
            lacking.add("replacing a file in one step");
        }
        if (!exclusiveCreate) {
            lacking.add("creating a file only if there is none");
        }
        if (!hardLinks && !locks) {
            lacking.add("hard links or locks");
        }
        if (!lacking.isEmpty()) {
            throw new InvalidRequestException(folder + " (" + type + ") cannot be used as a store: it does not keep "
                    + String.join(", ", lacking) + "; use a local disk, or another mount");
        }
        return this;
    }
}
