package dev.atelier.scoring.onnx;

import dev.atelier.scoring.model.InputSpec;
import dev.atelier.scoring.plane.Framing;
import java.util.Arrays;

/** Writes an item into a network's input, framed. */
final class InputWriter {
    private final int channels;
    private final boolean channelsLast;
    private final Scaling scaling;
    private final InputSpec spec;

    InputWriter(InputSpec spec) {
        this.spec = spec;
        this.channels = spec.colour().count();
        this.channelsLast = spec.channelsLast();
        this.scaling = new Scaling(spec);
    }

    Scaling scaling() {
        return scaling;
    }

    /**
     * Writes one item.
     *
     * @param index the item's place in the call
     */
    void write(ContentRows content, Framing framing, TensorSink.Rows sink, int index) {
        int width = framing.width();
        int height = framing.height();
        float[] row = new float[width];
        float[] interleaved = new float[channelsLast ? width * channels : 0];
        for (int outer = 0; outer < (channelsLast ? height : channels); outer++) {
            for (int inner = 0; inner < (channelsLast ? channels : height); inner++) {
                int channel = channelsLast ? inner : outer;
                int y = channelsLast ? outer : inner;
                compose(content, framing, channel, y, row);
                if (channelsLast) {
                    for (int x = 0; x < width; x++) {
                        interleaved[x * channels + channel] = row[x];
                    }
                } else {
                    sink.put(((index * channels + channel) * height + y) * width, row, width);
                }
            }
            if (channelsLast) {
                sink.put((index * height + outer) * width * channels, interleaved, width * channels);
            }
        }
    }

    private void compose(ContentRows content, Framing framing, int channel, int y, float[] row) {
        int contentY = y - framing.top();
        boolean outside = contentY < 0 || contentY >= framing.contentHeight();
        float fill = framing.fill() * spec.range() / spec.deviation()[channel] + scaling.offset(channel);
        if (outside && framing.filled()) {
            Arrays.fill(row, fill);
            return;
        }
        int nearest = Math.max(0, Math.min(contentY, framing.contentHeight() - 1));
        int from = Math.max(0, framing.left());
        int to = Math.min(framing.width(), framing.left() + framing.contentWidth());
        content.read(channel, from - framing.left(), nearest, to - from, row, from);
        Arrays.fill(row, 0, from, framing.filled() ? fill : row[from]);
        Arrays.fill(row, to, row.length, framing.filled() ? fill : row[to - 1]);
    }
}
