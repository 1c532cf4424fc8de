package dev.atelier.training;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Styles to train on: each painting whole, then without end parts of paintings at several sizes, of photographs, and of
 * photographs painted with strokes, most with the colours of another. A few paintings alone are learned by heart.
 * What the n-th style is depends on nothing but the seed, so that a resumed run sees the same ones. Only statistics are
 * kept, computed when first asked for, and for the latest styles alone.
 */
@SuppressWarnings("try") // scopes and guards work by being open
final class StylePool {
    private static final int SMALLEST_CROP = 224;
    private static final double RESIZED = 0.35;
    private static final double RECOLOURED = 0.5;
    /** Of the styles that are made: how many are parts of paintings, and of photographs; the others are painted with strokes. */
    private static final double PAINTED = 0.5;

    private static final double PHOTOGRAPHED = 0.15;
    /** How many of the pictures whose colours are changed get those of a painting. */
    private static final double BORROWED = 0.7;

    private final PictureSet paintings;
    private final PictureSet photographs;
    private final VggFeatures vgg;
    private final StyleNetwork network;
    private final long seed;
    private final int side;
    private final Map<Integer, KnownStyle> computed = new HashMap<>();

    /**
     * @param network with an encoder as it will stay
     * @param side size that paintings are brought to, in pixels
     */
    StylePool(
            PictureSet paintings, PictureSet photographs, VggFeatures vgg, StyleNetwork network, long seed, int side) {
        this.paintings = paintings;
        this.photographs = photographs;
        this.vgg = vgg;
        this.network = network;
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
                return new KnownStyle(
                                StyleStatistics.of(picture, vgg.levels(picture)), network.moments(picture, vgg.type()))
                        .keep();
            }
        });
    }

    /** Keeps nothing about made styles before this one. */
    void forget(int before) {
        computed.keySet().removeIf(number -> number >= paintings() && number < before);
    }

    /** The picture of a style, [1, 3, h, w]. */
    Tensor picture(int number) {
        if (number < paintings.size()) {
            return Ops.resize(Pictures.tensor(paintings.get(number)), side, side);
        }
        RandomGenerator random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        double kind = random.nextDouble();
        if (kind < PAINTED) {
            Tensor crop = crop(paintings.get(number % paintings.size()), random);
            return random.nextDouble() < RECOLOURED ? otherColours(crop, random) : crop;
        }
        BufferedImage photograph = photographs.get(random.nextInt(photographs.size()));
        if (kind < PAINTED + PHOTOGRAPHED) {
            return otherColours(crop(photograph, random), random);
        }
        return otherColours(crop(BrushStrokes.paint(enlarged(photograph, side), random), random), random);
    }

    /** The pictures themselves. */
    PictureSet pictures() {
        return new PictureSet() {
            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }

            @Override
            @SuppressWarnings("try") // scopes work by being open
            public BufferedImage get(int number) {
                try (PointerScope scope = new PointerScope()) {
                    return Pictures.image(picture(number));
                }
            }
        };
    }

    /** A part of a picture, of any size and place, at any size. */
    private Tensor crop(BufferedImage picture, RandomGenerator random) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int largest = Math.min(width, height);
        int smallest = Math.min(largest, SMALLEST_CROP);
        int size = smallest + random.nextInt(largest - smallest + 1);
        Tensor crop = Pictures.tensor(
                picture, random.nextInt(width - size + 1), random.nextInt(height - size + 1), size, size);
        double scale = Math.min(1, (double) side / largest);
        if (random.nextDouble() < RESIZED) {
            scale *= 0.6 + 0.8 * random.nextDouble();
        }
        int target = Math.min(side, Math.max(side / 4, (int) (size * scale)));
        return Ops.resize(crop, target, target);
    }

    /** Strokes are to be sharp however small the photograph is. */
    static BufferedImage enlarged(BufferedImage picture, int side) {
        double scale = Math.max(1, (double) side / Math.min(picture.getWidth(), picture.getHeight()));
        int width = (int) Math.ceil(scale * picture.getWidth());
        int height = (int) Math.ceil(scale * picture.getHeight());
        BufferedImage enlarged = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = enlarged.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return enlarged;
    }

    /** A picture with a painting's colours, or with its own exchanged. */
    private Tensor otherColours(Tensor picture, RandomGenerator random) {
        return random.nextDouble() < BORROWED
                ? borrowed(picture, Pictures.tensor(paintings.get(random.nextInt(paintings.size()))))
                : recoloured(picture, random);
    }

    /** With the mean and the deviation of each of another picture's channels. */
    static Tensor borrowed(Tensor picture, Tensor other) {
        Tensor mean = Ops.mean(picture, true, 2, 3);
        Tensor deviation =
                Ops.mean(picture.sub(mean).square(), true, 2, 3).sqrt().add(Ops.scalar(0.02));
        Tensor itsMean = Ops.mean(other, true, 2, 3);
        Tensor itsDeviation = Ops.mean(other.sub(itsMean).square(), true, 2, 3).sqrt();
        return Ops.limited(picture.sub(mean).div(deviation).mul(itsDeviation).add(itsMean), 0, 1);
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
