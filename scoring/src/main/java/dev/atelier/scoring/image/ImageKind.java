package dev.atelier.scoring.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The image formats that can be read, told by a file's first bytes and never by its name. */
enum ImageKind {
    JPEG("JPEG", "\u00ff\u00d8\u00ff"),
    PNG("PNG", "\u0089PNG\r\n\u001a\n"),
    GIF("GIF", "GIF8"),
    BMP("BMP", "BM"),
    WEBP("WebP", "RIFF"),
    TIFF("TIFF", "II*\0", "MM\0*");

    private final String label;
    private final List<byte[]> magics;

    ImageKind(String label, String... magics) {
        this.label = label;
        this.magics = Arrays.stream(magics)
                .map(magic -> magic.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    String label() {
        return label;
    }

    static Optional<ImageKind> of(byte[] file) {
        for (ImageKind kind : values()) {
            if (kind.magics.stream().anyMatch(magic -> startsWith(file, 0, magic))
                    && (kind != WEBP || startsWith(file, 8, "WEBP".getBytes(StandardCharsets.ISO_8859_1)))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    static boolean startsWith(byte[] file, int at, byte[] expected) {
        if (file.length - at < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (file[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
