package dev.atelier.training;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Styles to train on: each painting whole, then parts of paintings at several sizes, some with their colours exchanged.
 * What the n-th style is depends on nothing but the seed, so that a resumed run sees the same ones. Only statistics are
 * kept, computed when first asked for.
 */
@SuppressWarnings("try") // scopes and guards work by being open
final class StylePool {
    private static final int SMALLEST_CROP = 224;
    private static final double RESIZED = 0.35;
    private static final double RECOLOURED = 0.3;

    private final PictureSet paintings;
    private final VggFeatures vgg;
    private final StyleEncoder encoder;
    private final long seed;
    private final int side;
    private final Map<Integer, KnownStyle> computed = new HashMap<>();

    /**
     * @param encoder as it will stay
     * @param side size that paintings are brought to, in pixels
     */
    StylePool(PictureSet paintings, VggFeatures vgg, StyleEncoder encoder, long seed, int side) {
        this.paintings = paintings;
        this.vgg = vgg;
        this.encoder = encoder;
        this.seed = seed;
        this.side = side;
    }

    /** The number of paintings, which is also that of the first styles. */
    int paintings() {
        return paintings.size();
    }

    /** A style, its number being 0 or more. */
    KnownStyle get(int number) {
        return computed.computeIfAbsent(number, n -> {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor picture = picture(n);
                return new KnownStyle(StyleStatistics.of(picture, vgg.levels(picture)), encoder.moments(picture))
                        .keep();
            }
        });
    }

    /** The picture of a style, [1, 3, h, w]. */
    Tensor picture(int number) {
        BufferedImage painting = paintings.get(number % paintings.size());
        if (number < paintings.size()) {
            return Ops.resize(Pictures.tensor(painting), side, side);
        }
        RandomGenerator random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        int width = painting.getWidth();
        int height = painting.getHeight();
        int largest = Math.min(width, height);
        int smallest = Math.min(largest, SMALLEST_CROP);
        int size = smallest + random.nextInt(largest - smallest + 1);
        Tensor crop = Pictures.tensor(
                painting, random.nextInt(width - size + 1), random.nextInt(height - size + 1), size, size);
        double scale = (double) side / largest;
        if (random.nextDouble() < RESIZED) {
            scale *= 0.6 + 0.8 * random.nextDouble();
        }
        int target = Math.min(side, Math.max(side / 4, (int) (size * scale)));
        crop = Ops.resize(crop, target, target);
        return random.nextDouble() < RECOLOURED ? recoloured(crop, random) : crop;
    }

    /** The colour channels in another order, or one of them inverted. */
    static Tensor recoloured(Tensor picture, RandomGenerator random) {
        int shift = random.nextInt(3);
        boolean reversed = random.nextBoolean();
        java.util.List<Tensor> channels = new java.util.ArrayList<>();
        for (int i = 0; i < 3; i++) {
            channels.add(picture.narrow(1, (reversed ? 2 - i : i + shift) % 3, 1));
        }
        return Ops.join(channels, 1);
    }
}
