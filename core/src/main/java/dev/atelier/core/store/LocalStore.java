package dev.atelier.core.store;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder as a store: an object is a file, the slashes of its name are folders.
 *
 * <p>An object is written to a part file beside it, flushed to the disk, and put in place by a hard link (if absent) or
 * an atomic rename. What writers that died left behind is
 * removed by the next one that writes to the folder. Where the file
 * system has no hard links, and for writes if unchanged, a lock file keeps other Atelier processes out.
 */
public final class LocalStore implements ObjectStore {
    private final Path root;
    private final Set<Path> sweptFolders = ConcurrentHashMap.newKeySet();

    public LocalStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        try {
            return Optional.of(info(name, Files.readAttributes(file(name), BasicFileAttributes.class)))
                    .filter(info -> !info.etag().isEmpty());
        } catch (IOException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw failure("reading", name, e);
        }
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        Path file = file(name);
        try {
            SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ);
            ObjectInfo info = info(name, Files.readAttributes(file, BasicFileAttributes.class));
            if (info.etag().isEmpty()) {
                channel.close();
                throw new NoSuchObjectException(address(name));
            }
            if (offset == 0 && length == Long.MAX_VALUE) {
                return new ObjectStream(info, Channels.newInputStream(channel));
            }
            channel.position(offset);
            return new ObjectStream(info, new BoundedStream(Channels.newInputStream(channel), length));
        } catch (IOException e) {
            if (isMissing(e)) {
                throw new NoSuchObjectException(address(name));
            }
            throw failure("reading", name, e);
        }
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        ObjectStream opened = read(version.name(), offset, length);
        if (opened.object().etag().equals(version.etag())) {
            return opened;
        }
        try {
            opened.close();
        } catch (IOException e) {
            throw failure("reading", version.name(), e);
        }
        throw NoSuchObjectException.changed(address(version.name()));
    }

    /** Only what killed processes of this machine left: what others write there goes on. */
    @Override
    public void discardUnfinished(String prefix) {
        boolean all = prefix.isEmpty() || prefix.endsWith("/");
        Path folder = file(prefix + "x").getParent();
        try (Stream<Path> folders =
                Files.isDirectory(folder) ? Files.walk(folder, all ? Integer.MAX_VALUE : 0) : Stream.empty()) {
            for (Path each : folders.filter(Files::isDirectory).toList()) {
                PartFile.deleteAbandoned(each);
            }
        } catch (IOException | UncheckedIOException e) {
            // a later run does it
        }
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        Path target = file(name);
        PartFile part = null;
        try {
            if (condition instanceof WriteCondition.IfAbsent && Files.exists(target)) {
                return Optional.empty();
            }
            Files.createDirectories(target.getParent());
            if (sweptFolders.add(target.getParent())) {
                PartFile.deleteAbandoned(target.getParent());
            }
            part = PartFile.write(target, content);
            boolean written = condition instanceof WriteCondition.Always
                    ? replace(part, target)
                    : condition instanceof WriteCondition.IfUnchanged unchanged
                            ? replaceUnchanged(part, target, name, unchanged.etag())
                            : link(part, target);
            return written ? stat(name) : Optional.empty();
        } catch (IOException e) {
            throw failure("writing", name, e);
        } finally {
            if (part != null) {
                part.delete();
            }
        }
    }

    private static boolean replace(PartFile part, Path target) throws IOException {
        Files.move(part.path(), target, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static boolean link(PartFile part, Path target) throws IOException {
        try {
            Files.createLink(target, part.path());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
            return LockFile.beside(target).hold(() -> !Files.exists(target) && replace(part, target));
        }
    }

    private boolean replaceUnchanged(PartFile part, Path target, String name, String etag) throws IOException {
        return LockFile.beside(target)
                .hold(() -> stat(name).filter(now -> now.etag().equals(etag)).isPresent() && replace(part, target));
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        try {
            return new FolderListing(root, prefix, after, limit).page();
        } catch (IOException e) {
            throw unlisted(prefix, e);
        }
    }

    /** A page needs a look through the folder; all pages together do not need one each. */
    @Override
    public Iterable<ObjectInfo> list(String prefix) {
        return () -> new FolderWalk(root, prefix, e -> unlisted(prefix, e));
    }

    private RuntimeException unlisted(String prefix, IOException e) {
        return failure("listing", prefix.isEmpty() ? "." : prefix, e);
    }

    @Override
    public void delete(String name) {
        Path target = file(name);
        try {
            if (!Files.isDirectory(target) && Files.deleteIfExists(target)) {
                deleteEmptyFolders(target.getParent());
            }
        } catch (IOException e) {
            if (!isMissing(e)) {
                throw failure("deleting", name, e);
            }
        }
    }

    private void deleteEmptyFolders(Path first) throws IOException {
        try {
            for (Path folder = first; !folder.equals(root); folder = folder.getParent()) {
                LockFile.in(folder).deleteIfAlone();
                Files.delete(folder);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // other objects are still in the folder, or another process was faster
        }
    }

    /** A look and a deletion: no file system does both in one step, so what comes in that moment is lost. */
    @Override
    public boolean delete(ObjectInfo version) {
        Optional<ObjectInfo> now = stat(version.name());
        if (now.filter(there -> !there.etag().equals(version.etag())).isPresent()) {
            return false;
        }
        delete(version.name());
        return true;
    }

    @Override
    public Optional<Path> localFile(String name) {
        return Optional.of(file(name));
    }

    @Override
    public String address(String name) {
        return root.resolve(name).toString();
    }

    private Path file(String name) {
        return root.resolve(ObjectName.checked(name));
    }

    /** An object's facts; the etag is empty where the name is a folder's, which is no object. */
    static ObjectInfo info(String name, BasicFileAttributes attributes) {
        String etag = attributes.isDirectory()
                ? ""
                : attributes.fileKey() + "-" + attributes.size() + "-"
                        + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        return new ObjectInfo(name, attributes.size(), etag);
    }

    /** Whether there is no file, or a part of its name is a file and no folder. */
    private static boolean isMissing(IOException e) {
        return e instanceof NoSuchFileException
                || e instanceof NotDirectoryException
                || (e instanceof FileSystemException fse && "Not a directory".equals(fse.getReason()));
    }

    private RuntimeException failure(String doing, String name, IOException e) {
        String address = address(name);
        if (e instanceof AccessDeniedException) {
            return new InvalidRequestException(doing + " " + address + " is not permitted; check its permissions", e);
        }
        String reason =
                e instanceof FileSystemException fse && fse.getReason() != null ? fse.getReason() : e.getMessage();
        boolean permanent =
                reason != null && (reason.contains("Read-only file system") || reason.contains("Not a directory"));
        if (permanent || e instanceof NotDirectoryException || e.getCause() instanceof ReadOnlyFileSystemException) {
            return new InvalidRequestException(doing + " " + address + " is not possible: " + reason, e);
        }
        return new InfrastructureException(doing + " " + address + " failed: " + reason, e);
    }

    /** The first bytes of a stream. */
    private static final class BoundedStream extends java.io.FilterInputStream {
        private long remaining;

        BoundedStream(InputStream in, long length) {
            super(in);
            remaining = length;
        }

        @Override
        public int read() throws IOException {
            if (remaining <= 0) {
                return -1;
            }
            int value = super.read();
            remaining -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (remaining <= 0) {
                return length == 0 ? 0 : -1;
            }
            int count = super.read(bytes, offset, (int) Math.min(length, remaining));
            remaining -= Math.max(0, count);
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(Math.min(count, remaining));
            remaining -= skipped;
            return skipped;
        }
    }
}
