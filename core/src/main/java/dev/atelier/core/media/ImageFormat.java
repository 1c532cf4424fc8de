package dev.atelier.core.media;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The image formats that Atelier writes. */
public enum ImageFormat {
    JPEG("jpg", "jpeg"),
    PNG("png"),
    TIFF("tif", "tiff"),
    WEBP("webp"),
    EXR("exr");

    private final List<String> extensions;

    ImageFormat(String... extensions) {
        this.extensions = List.of(extensions);
    }

    /** The usual extension, without the dot. */
    public String extension() {
        return extensions.get(0);
    }

    /** Whether it has no samples of 8 bits: what is read from it has 16. */
    public boolean alwaysDeep() {
        return this == EXR;
    }

    /** The format that an extension names, whatever its case. */
    public static Optional<ImageFormat> ofExtension(String extension) {
        String lower = extension.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(f -> f.extensions.contains(lower)).findFirst();
    }
}
