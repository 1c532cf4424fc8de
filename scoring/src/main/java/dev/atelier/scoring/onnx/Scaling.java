package dev.atelier.scoring.onnx;

import dev.atelier.scoring.model.InputSpec;
import dev.atelier.scoring.plane.SampleRows;

/** From samples to a network's values, {@code (sample / maximum * range - mean) / deviation}, for each channel. */
final class Scaling {
    private final InputSpec spec;
    private final float[][] tables;

    Scaling(InputSpec spec) {
        this.spec = spec;
        this.tables = new float[spec.colour().count()][];
        for (int channel = 0; channel < tables.length; channel++) {
            tables[channel] = SampleRows.table(scale(channel, 255), offset(channel));
        }
    }

    /** The value of each 8-bit sample. */
    float[] table(int channel) {
        return tables[channel];
    }

    float scale(int channel, int maximum) {
        return spec.range() / maximum / spec.deviation()[channel];
    }

    float offset(int channel) {
        return -spec.mean()[channel] / spec.deviation()[channel];
    }
}
