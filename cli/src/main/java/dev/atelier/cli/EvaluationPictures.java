package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the pictures that an evaluation compares.
 *
 * @param side what the shorter side of contents and styles is brought to, in pixels
 */
record EvaluationPictures(ImageIo imageIo, int side) {
    private static final int GRANULE = 8;

    /** A picture at the evaluation's size, its sides rounded to multiples of 8. */
    Picture read(Path file) throws IOException {
        Picture picture = exact(file);
        double scale = (double) side / Math.min(picture.width(), picture.height());
        return imageIo.resize(picture, rounded(picture.width() * scale), rounded(picture.height() * scale));
    }

    private static int rounded(double length) {
        return (int) Math.max(GRANULE, Math.round(length / GRANULE) * GRANULE);
    }

    /** A picture as it is. */
    Picture exact(Path file) throws IOException {
        try {
            return imageIo.decode(file.toString(), Files.readAllBytes(file));
        } catch (PoisonItemException e) {
            throw new InvalidRequestException(e.getMessage() + "; remove it from the folder", e);
        }
    }

    /** A file's name without its extension. */
    static String name(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Writes a file unless it is there with the same bytes: a job takes a rewritten file for another input. */
    static void keep(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
            Files.write(file, bytes);
        }
    }
}
