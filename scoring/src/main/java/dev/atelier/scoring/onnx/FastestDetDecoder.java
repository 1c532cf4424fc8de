package dev.atelier.scoring.onnx;

import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.plane.Framing;
import java.util.ArrayList;
import java.util.List;

/**
 * FastestDet (dog-qiuqiu, 2022), as its own {@code handle_preds} decodes it: one output [5 + classes, rows, columns]
 * with objectness, four box values and the classes' probabilities a cell; the centre is {@code tanh} off its cell,
 * the size a {@code sigmoid} share of the picture, confidence {@code objectness^0.6 * class^0.4}.
 */
final class FastestDetDecoder implements BoxDecoder {
    @Override
    public List<Found> decode(Framing framing, Outputs outputs, double threshold) {
        Tensor tensor = outputs.item(outputs.result().iterator().next().getKey());
        int channels = (int) tensor.shape()[0];
        int rows = (int) tensor.shape()[1];
        int columns = (int) tensor.shape()[2];
        int cells = rows * columns;
        float[] values = tensor.values();
        List<Found> found = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            int label = 0;
            for (int other = 1; other < channels - 5; other++) {
                if (values[(5 + other) * cells + cell] > values[(5 + label) * cells + cell]) {
                    label = other;
                }
            }
            double confidence = Math.pow(values[cell], 0.6) * Math.pow(values[(5 + label) * cells + cell], 0.4);
            if (confidence >= threshold) {
                double x = (cell % columns + Math.tanh(values[cells + cell])) / columns * framing.width();
                int row = cell / columns;
                double y = (row + Math.tanh(values[2 * cells + cell])) / rows * framing.height();
                double width = sigmoid(values[3 * cells + cell]) * framing.width();
                double height = sigmoid(values[4 * cells + cell]) * framing.height();
                found.add(new Found(label, confidence, x - width / 2, y - height / 2, x + width / 2, y + height / 2));
            }
        }
        return found;
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
