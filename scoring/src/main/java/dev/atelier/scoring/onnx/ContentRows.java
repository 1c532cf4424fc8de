package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.scoring.model.Colour;
import dev.atelier.scoring.model.InputSpec;
import dev.atelier.scoring.plane.Framing;
import dev.atelier.scoring.plane.Luma;
import dev.atelier.scoring.plane.Resampler;
import dev.atelier.scoring.plane.SampleRows;
import java.util.ArrayList;
import java.util.List;

/** An item's pixels, at the size its framing asks for and in the values that a network's input takes. */
interface ContentRows {
    /**
     * Reads a part of a row.
     *
     * @param channel the channel's place in the network's order
     * @param x in pixels of the resampled item
     * @param y in pixels of the resampled item
     */
    void read(int channel, int x, int y, int count, float[] row, int at);

    /**
     * An item ready to be read.
     *
     * @param framings all framings of the item: one, or several of the same resampled item
     */
    static ContentRows of(InputSpec spec, Scaling scaling, Picture item, List<Framing> framings) {
        Framing first = framings.get(0);
        // of a single framing only what it shows is computed
        Framing framing = framings.size() == 1
                ? first
                : new Framing(
                        first.contentWidth(),
                        first.contentHeight(),
                        0,
                        0,
                        first.contentWidth(),
                        first.contentHeight(),
                        Framing.REPEAT_EDGE);
        boolean keeps = framing.keepsSize(item.width(), item.height());
        if (keeps && spec.colour() != Colour.LUMA) {
            return item.format().depth() == 8 ? eightBits(spec, scaling, item) : sixteenBits(spec, scaling, item);
        }
        List<float[]> planes = new ArrayList<>();
        if (spec.colour() == Colour.LUMA) {
            planes.add(Luma.of(item));
        } else {
            spec.colour().channels().forEach(channel -> planes.add(plane(item, channel)));
        }
        if (!keeps) {
            Resampler resampler = Resampler.of(item.width(), item.height(), framing);
            planes.replaceAll(resampler::apply);
        }
        int width = keeps
                ? item.width()
                : Resampler.of(item.width(), item.height(), framing).width();
        int left = keeps ? 0 : Math.max(0, -framing.left());
        int top = keeps ? 0 : Math.max(0, -framing.top());
        int maximum = item.format().maximum();
        return (channel, x, y, count, row, at) -> {
            float scale = scaling.scale(channel, maximum);
            float offset = scaling.offset(channel);
            float[] plane = planes.get(channel);
            int from = (y - top) * width + x - left;
            for (int i = 0; i < count; i++) {
                row[at + i] = plane[from + i] * scale + offset;
            }
        };
    }

    private static ContentRows eightBits(InputSpec spec, Scaling scaling, Picture item) {
        List<Channel> channels = spec.colour().channels();
        byte[] samples = item.samples();
        return (channel, x, y, count, row, at) -> {
            int from = item.offset(channels.get(channel)) + y * item.width() + x;
            SampleRows.read(samples, from, count, scaling.table(channel), row, at);
        };
    }

    private static ContentRows sixteenBits(InputSpec spec, Scaling scaling, Picture item) {
        List<Channel> channels = spec.colour().channels();
        int maximum = item.format().maximum();
        return (channel, x, y, count, row, at) -> {
            int from = item.offset(channels.get(channel)) + y * item.width() + x;
            SampleRows.read(item, from, count, scaling.scale(channel, maximum), scaling.offset(channel), row, at);
        };
    }

    private static float[] plane(Picture item, Channel channel) {
        float[] plane = new float[item.width() * item.height()];
        SampleRows.read(item, item.offset(channel), plane.length, 1, 0, plane, 0);
        return plane;
    }
}
