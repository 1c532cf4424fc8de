package dev.atelier.scoring.onnx;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.scoring.Score;
import dev.atelier.scoring.model.Colour;
import dev.atelier.scoring.model.OutputSpec;
import dev.atelier.scoring.plane.Chroma;
import dev.atelier.scoring.plane.Framing;
import dev.atelier.scoring.plane.Resampler;
import dev.atelier.scoring.plane.SampleRows;
import dev.atelier.scoring.plane.TileWeights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads pictures. */
final class ImageReader implements ScoreReader {
    private final OutputSpec.Image spec;
    private final float strength;

    /** @param strength share of the painted picture over the item itself, 0 to 1 */
    ImageReader(OutputSpec.Image spec, double strength) {
        this.spec = spec;
        this.strength = (float) strength;
    }

    @Override
    public Optional<String> steadyOutput() {
        return Optional.of(spec.name());
    }

    @Override
    public Reading begin(Picture item, List<Framing> framings) {
        Framing framing = framings.get(0);
        boolean direct = framings.size() == 1
                && spec.colour() != Colour.LUMA
                && framing.keepsSize(item.width(), item.height())
                && (strength == 1 || spec.scale() == 1);
        return direct ? new Direct(item) : new Composed(item, framings);
    }

    private float scale(Picture item) {
        return item.format().maximum() / (spec.high() - spec.low());
    }

    private float offset(Picture item) {
        return -spec.low() * scale(item);
    }

    /** A row of the output, in the network's values. */
    private void row(Pixels pixels, int channel, int x, int y, float[] row, int count) {
        if (pixels.channelsLast()) {
            for (int i = 0; i < count; i++) {
                row[i] = pixels.values.get(
                        ((pixels.index * pixels.height + y) * pixels.width + x + i) * pixels.channels + channel);
            }
        } else {
            int at = ((pixels.index * pixels.channels + channel) * pixels.height + y) * pixels.width + x;
            pixels.values.get(at, row, 0, count);
        }
    }

    private Pixels pixels(Framing framing, Outputs outputs) {
        long[] shape = outputs.shape(spec.name());
        outputs.requireItem(spec.name(), shape);
        int width = framing.width() * spec.scale();
        int height = framing.height() * spec.scale();
        int channels = spec.colour().count();
        int rank = shape.length;
        boolean first =
                rank >= 3 && shape[rank - 3] == channels && shape[rank - 2] == height && shape[rank - 1] == width;
        boolean last =
                rank >= 3 && shape[rank - 1] == channels && shape[rank - 3] == height && shape[rank - 2] == width;
        if (!first && !last) {
            throw new PoisonItemException("the model's output " + spec.name() + " has shape " + Arrays.toString(shape)
                    + ", where " + channels + "x" + height + "x" + width
                    + " was expected; write output.scale and output.colour into model.yaml");
        }
        return new Pixels(outputs.all(spec.name()), outputs.index(), channels, width, height, !first);
    }

    private record Pixels(FloatBuffer values, int index, int channels, int width, int height, boolean channelsLast) {}

    private static Picture target(Picture item, int scale) {
        long pixels = (long) item.width() * scale * item.height() * scale;
        if (pixels > Integer.MAX_VALUE / 8) {
            throw new PoisonItemException("an item of " + item.width() + "x" + item.height() + " enlarged " + scale
                    + " times is more than a picture can hold; make it smaller first");
        }
        Picture target = Picture.blank(item.width() * scale, item.height() * scale, item.format());
        if (item.format().hasAlpha()) {
            int count = target.width() * target.height();
            if (scale == 1) {
                int size = item.format().depth() / 8;
                int from = item.offset(Channel.ALPHA) * size;
                System.arraycopy(item.samples(), from, target.samples(), from, count * size);
            } else {
                float[] alpha = enlarged(item, Channel.ALPHA, scale);
                SampleRows.write(alpha, 0, count, 1, 0, target, target.offset(Channel.ALPHA));
            }
        }
        return target;
    }

    private static float[] enlarged(Picture item, Channel channel, int scale) {
        float[] plane = new float[item.width() * item.height()];
        SampleRows.read(item, item.offset(channel), plane.length, 1, 0, plane, 0);
        return scale == 1
                ? plane
                : Resampler.of(item.width(), item.height(), item.width() * scale, item.height() * scale)
                        .apply(plane);
    }

    /** One framing that kept the item's pixels: row by row from the output into the picture. */
    private final class Direct implements Reading {
        private final Picture item;
        private final Picture target;

        Direct(Picture item) {
            this.item = item;
            this.target = target(item, spec.scale());
        }

        @Override
        public void add(Framing framing, Outputs outputs) {
            Pixels pixels = pixels(framing, outputs);
            int width = target.width();
            float[] row = new float[width];
            List<Channel> channels = spec.colour().channels();
            for (int channel = 0; channel < channels.size(); channel++) {
                int plane = target.offset(channels.get(channel));
                for (int y = 0; y < target.height(); y++) {
                    int x = framing.left() * spec.scale();
                    row(pixels, channel, x, framing.top() * spec.scale() + y, row, width);
                    int at = plane + y * width;
                    if (strength < 1) {
                        SampleRows.mix(row, width, strength, scale(item), offset(item), item, at);
                        SampleRows.write(row, 0, width, 1, 0, target, at);
                    } else {
                        SampleRows.write(row, 0, width, scale(item), offset(item), target, at);
                    }
                }
            }
        }

        @Override
        public Score score() {
            return new Score.Image(target);
        }
    }

    /** Tiles to be blended, or a picture to be resampled back. */
    private final class Composed implements Reading {
        private final Picture item;
        private final int width;
        private final int height;
        private final float[][] planes;
        private final TileWeights horizontal;
        private final TileWeights vertical;

        Composed(Picture item, List<Framing> framings) {
            this.item = item;
            this.width = framings.get(0).contentWidth() * spec.scale();
            this.height = framings.get(0).contentHeight() * spec.scale();
            this.planes = new float[spec.colour().count()][Math.multiplyExact(width, height)];
            this.horizontal = TileWeights.horizontal(framings, spec.scale());
            this.vertical = TileWeights.vertical(framings, spec.scale());
        }

        @Override
        public void add(Framing framing, Outputs outputs) {
            Pixels pixels = pixels(framing, outputs);
            int left = -framing.left() * spec.scale();
            int top = -framing.top() * spec.scale();
            float[] across = horizontal.of(left);
            float[] down = vertical.of(top);
            int fromX = Math.max(0, left);
            int fromY = Math.max(0, top);
            float[] row = new float[across.length];
            for (int channel = 0; channel < planes.length; channel++) {
                for (int y = 0; y < Math.min(down.length, height - fromY); y++) {
                    row(pixels, channel, fromX - left, fromY - top + y, row, Math.min(across.length, width - fromX));
                    int at = (fromY + y) * width + fromX;
                    for (int x = 0; x < Math.min(across.length, width - fromX); x++) {
                        planes[channel][at + x] += down[y] * across[x] * row[x];
                    }
                }
            }
        }

        @Override
        public Score score() {
            Picture target = target(item, spec.scale());
            if (width != target.width() || height != target.height()) {
                Resampler back = Resampler.of(width, height, target.width(), target.height());
                for (int i = 0; i < planes.length; i++) {
                    planes[i] = back.apply(planes[i]);
                }
            }
            for (float[] plane : planes) {
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = plane[i] * scale(item) + offset(item);
                }
            }
            if (spec.colour() == Colour.LUMA) {
                for (Channel channel : Colour.RGB.channels()) {
                    finish(Chroma.colour(planes[0], target.width(), target.height(), item, channel), channel, target);
                }
            } else {
                for (int i = 0; i < planes.length; i++) {
                    finish(planes[i], spec.colour().channels().get(i), target);
                }
            }
            return new Score.Image(target);
        }

        private void finish(float[] plane, Channel channel, Picture target) {
            if (strength < 1) {
                float[] under = enlarged(item, channel, spec.scale());
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = strength * plane[i] + (1 - strength) * under[i];
                }
            }
            SampleRows.write(plane, 0, plane.length, 1, 0, target, target.offset(channel));
        }
    }
}
