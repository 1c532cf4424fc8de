package dev.atelier.core.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A page of the files below a folder, in the order of their names as objects. Folders that cannot hold a name of the
 * page are not opened; links to folders are not followed. However many files a folder has, memory holds no more than a
 * page of them.
 */
final class FolderListing {
    /** A folder of many that hold nothing of interest is not read again for each. */
    private static final int FEWEST_NAMES = 1000;

    private final Path root;
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<ObjectInfo> page = new ArrayList<>();

    FolderListing(Path root, String prefix, String after, int limit) {
        this.root = root;
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    ObjectPage page() throws IOException {
        boolean complete = collect(root, "");
        return new ObjectPage(page, complete);
    }

    /** @return whether everything below the folder was seen before the page was full */
    private boolean collect(Path folder, String folderName) throws IOException {
        int most = Math.max(FEWEST_NAMES, limit + 1);
        String last = "";
        while (true) {
            NavigableSet<String> names = firstNames(folder, folderName, last, most);
            for (String name : names) {
                if (name.endsWith("/")) {
                    if (!collect(root.resolve(name), name)) {
                        return false;
                    }
                } else if (page.size() == limit) {
                    return false;
                } else {
                    add(name);
                }
            }
            if (names.size() < most) {
                return true;
            }
            last = names.last();
        }
    }

    private void add(String name) throws IOException {
        try {
            page.add(LocalStore.info(name, Files.readAttributes(root.resolve(name), BasicFileAttributes.class)));
        } catch (NoSuchFileException e) {
            // deleted since the folder was read, or a link to nothing
        }
    }

    /**
     * The first of a folder's entries that matter and come after a name: full names, those of folders with a slash at
     * the end. The folder may have any number of entries; only as many as are asked for are kept, and looked at.
     */
    private NavigableSet<String> firstNames(Path folder, String folderName, String last, int most) throws IOException {
        NavigableSet<String> names = new TreeSet<>(ObjectName.ORDER);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String base = entry.getFileName().toString();
                String name = folderName + base;
                boolean full = names.size() == most;
                boolean asFile = matters(name, last) && !PartFile.isInternal(base);
                boolean asFolder = mattersAsFolder(name + "/", last);
                if (!(asFile || asFolder) || (full && ObjectName.ORDER.compare(name, names.last()) >= 0)) {
                    continue;
                }
                boolean isFolder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
                if (isFolder ? asFolder : asFile && !Files.isDirectory(entry)) {
                    names.add(isFolder ? name + "/" : name);
                    if (names.size() > most) {
                        names.pollLast();
                    }
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return names;
        }
        return names;
    }

    private boolean matters(String name, String last) {
        return name.startsWith(prefix)
                && ObjectName.ORDER.compare(name, after) > 0
                && ObjectName.ORDER.compare(name, last) > 0;
    }

    private boolean mattersAsFolder(String name, String last) {
        return (name.startsWith(prefix) || prefix.startsWith(name))
                && (after.startsWith(name) || ObjectName.ORDER.compare(name, after) > 0)
                && ObjectName.ORDER.compare(name, last) > 0;
    }
}
