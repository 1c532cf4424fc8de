package dev.atelier.core.media;

import java.util.Locale;
import java.util.Set;

/** Which files of a folder are taken for images. */
public final class ImageNames {
    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "jpe", "png", "webp", "bmp", "gif", "tif", "tiff", "exr");

    private ImageNames() {}

    /** Whether a file's extension, whatever its case, is an image's. */
    public static boolean isImage(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1);
        return EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT));
    }
}
