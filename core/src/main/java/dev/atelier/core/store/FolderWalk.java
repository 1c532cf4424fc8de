package dev.atelier.core.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * All files below a folder, in the order of their names as objects. Each folder is read once, when its turn comes, and
 * each file is looked at when its turn comes; links to folders are not followed. Memory does not grow with the number of
 * files.
 */
final class FolderWalk implements Iterator<ObjectInfo> {
    private final Path root;
    private final String prefix;
    private final Function<IOException, RuntimeException> failure;
    private final Deque<Level> levels = new ArrayDeque<>();
    private boolean begun;
    private ObjectInfo next;

    /** @param failure what to throw where a folder cannot be read */
    FolderWalk(Path root, String prefix, Function<IOException, RuntimeException> failure) {
        this.root = root;
        this.prefix = prefix;
        this.failure = failure;
    }

    @Override
    public boolean hasNext() {
        try {
            if (!begun) {
                begun = true;
                begin();
            }
            while (next == null && !levels.isEmpty()) {
                advance();
            }
            return next != null;
        } catch (IOException e) {
            throw failure.apply(e);
        }
    }

    @Override
    public ObjectInfo next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ObjectInfo found = next;
        next = null;
        return found;
    }

    /** The folders that the prefix names are not read, but each has to be one that a listing may enter. */
    private void begin() throws IOException {
        String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
            String name = folder.substring(0, slash);
            if (!isName(name) || !Files.isDirectory(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
        }
        levels.push(new Level(folder));
    }

    private static boolean isName(String name) {
        try {
            ObjectName.checked(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void advance() throws IOException {
        Level level = levels.element();
        String name = level.take();
        if (name == null) {
            levels.pop();
        } else if (name.endsWith("/")) {
            levels.push(new Level(name));
        } else {
            look(level, name);
        }
    }

    private void look(Level level, String name) throws IOException {
        Path path = root.resolve(name);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isDirectory()) {
                next = PartFile.isInternal(ObjectName.base(name)) ? null : LocalStore.info(name, attributes);
            } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                level.folders.add(name + "/");
            }
        } catch (NoSuchFileException e) {
            // deleted since the folder was read, or a link to nothing
        }
    }

    /** What is left of a folder. The slash behind a folder's name moves it behind files that come after the bare name. */
    private final class Level {
        private final SortedNames names = new SortedNames();
        private final PriorityQueue<String> folders = new PriorityQueue<>(ObjectName.ORDER);

        Level(String folder) throws IOException {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
                for (Path entry : entries) {
                    String name = folder + entry.getFileName();
                    if (name.startsWith(prefix)) {
                        names.add(name);
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // deleted since it was seen
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            names.sort();
        }

        /** The next name, that of a folder with a slash at its end; null if there is none. */
        String take() throws IOException {
            String name = names.first();
            String folder = folders.peek();
            if (folder != null && (name == null || ObjectName.ORDER.compare(folder, name) < 0)) {
                return folders.remove();
            }
            if (name != null) {
                names.take();
            }
            return name;
        }
    }
}
