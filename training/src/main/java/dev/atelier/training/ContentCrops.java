package dev.atelier.training;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** Random square parts of photographs: of any place and size, mirrored or not, at one size. */
final class ContentCrops {
    /** As a share of the size they are brought to: frames of videos are smoother than small photographs. */
    private static final double SMALLEST = 0.4;

    private final PictureSet pictures;

    ContentCrops(PictureSet pictures) {
        this.pictures = pictures;
    }

    /** A batch of n parts, [n, 3, side, side]. */
    Tensor draw(RandomGenerator random, int n, int side) {
        return draw(random, n, side, () -> one(random));
    }

    /** A batch of n parts of one picture, for pictures that take long to make. */
    Tensor drawOfOne(RandomGenerator random, int n, int side) {
        BufferedImage picture = one(random);
        return draw(random, n, side, () -> picture);
    }

    private BufferedImage one(RandomGenerator random) {
        return pictures.get(random.nextInt(pictures.size()));
    }

    private static Tensor draw(RandomGenerator random, int n, int side, Supplier<BufferedImage> picture) {
        List<Tensor> crops = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            crops.add(crop(random, picture.get(), side));
        }
        return Ops.join(crops, 0);
    }

    private static Tensor crop(RandomGenerator random, BufferedImage picture, int side) {
        int largest = Math.min(picture.getWidth(), picture.getHeight());
        int smallest = Math.min(largest, (int) (SMALLEST * side));
        int size = (int) (smallest * Math.pow((double) largest / smallest, random.nextDouble()));
        Tensor crop = Pictures.tensor(
                picture,
                random.nextInt(picture.getWidth() - size + 1),
                random.nextInt(picture.getHeight() - size + 1),
                size,
                size);
        return Ops.resize(random.nextBoolean() ? crop.flip(3) : crop, side, side);
    }
}
