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

/**
 * A page of the files below a folder, in the order of their names as objects. Folders that cannot hold a name of the
 * page are not opened; links to folders are not followed.
 */
final class FolderListing {
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
        for (String name : names(folder, folderName)) {
            boolean isFolder = name.endsWith("/");
            boolean relevant = isFolder
                    ? (name.startsWith(prefix) || prefix.startsWith(name))
                            && (after.startsWith(name) || ObjectName.ORDER.compare(name, after) > 0)
                    : name.startsWith(prefix) && ObjectName.ORDER.compare(name, after) > 0;
            if (!relevant) {
                continue;
            }
            if (isFolder) {
                if (!collect(root.resolve(name), name)) {
                    return false;
                }
            } else if (page.size() == limit) {
                return false;
            } else {
                add(name);
            }
        }
        return true;
    }

    private void add(String name) throws IOException {
        try {
            page.add(LocalStore.info(name, Files.readAttributes(root.resolve(name), BasicFileAttributes.class)));
        } catch (NoSuchFileException e) {
            // deleted since the folder was read, or a link to nothing
        }
    }

    /** Full names of a folder's entries in order, those of folders with a slash at the end. */
    private static List<String> names(Path folder, String folderName) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(folderName + name + "/");
                } else if (!PartFile.isInternal(name) && !Files.isDirectory(entry)) {
                    names.add(folderName + name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        names.sort(ObjectName.ORDER);
        return names;
    }
}
