package dev.atelier.training;

import dev.atelier.core.failure.InfrastructureException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/** Photographs painted with strokes of random brushes, as files: styles for trainings elsewhere, which cannot make their own. */
public final class StrokePictures {
    /** What the shorter side is brought to, in pixels. */
    private static final int SIDE = 512;

    private StrokePictures() {}

    /**
     * Writes {@code 0000.png} and so on. What a picture is depends on nothing but its number, the seed and the photographs.
     *
     * @param photographs folder of JPEG or PNG pictures
     * @param folder made if absent
     * @throws dev.atelier.core.failure.InvalidRequestException if there are no photographs
     */
    public static void write(Path photographs, int count, long seed, Path folder) {
        PictureSet all = new PictureFolder(photographs);
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < count; i++) {
                RandomGenerator random = new SplittableRandom(seed + i);
                BufferedImage photograph = all.get(random.nextInt(all.size()));
                BufferedImage painted = BrushStrokes.paint(StylePool.enlarged(photograph, SIDE), random);
                Path file = folder.resolve(String.format(Locale.ROOT, "%04d.png", i));
                ImageIO.write(painted, "png", file.toFile());
            }
        } catch (IOException e) {
            throw new InfrastructureException(folder + ": cannot be written; free space or choose another folder", e);
        }
    }
}
