package dev.atelier.training;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Smooth waves of colour, another for each index. */
final class GeneratedPictures implements PictureSet {
    private final int count;
    private final int side;
    private final long seed;

    GeneratedPictures(int count, int side, long seed) {
        this.count = count;
        this.side = side;
        this.seed = seed;
    }

    @Override
    public int size() {
        return count;
    }

    @Override
    public BufferedImage get(int index) {
        SplittableRandom random = new SplittableRandom(seed + index);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        double[] waves = random.doubles(9, 0.05, 0.4).toArray();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    double wave = Math.sin(waves[3 * c] * x + waves[3 * c + 1] * y + 20 * waves[3 * c + 2]);
                    rgb = (rgb << 8) | (int) (127.5 * (1 + wave));
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }
}
