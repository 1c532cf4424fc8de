package dev.atelier.scoring.onnx;

import dev.atelier.scoring.plane.Framing;
import java.util.ArrayList;
import java.util.List;

/**
 * YuNet (Wu, Peng and Yu, 2023), as OpenCV's {@code FaceDetectorYN} decodes it: for strides 8, 16 and 32 one anchor a
 * cell, with centre offset and logarithmic size in strides; confidence is the geometric mean of class and objectness.
 */
final class YunetDecoder implements BoxDecoder {
    private static final int[] STRIDES = {8, 16, 32};

    @Override
    public List<Found> decode(Framing framing, Outputs outputs, double threshold) {
        List<Found> found = new ArrayList<>();
        for (int stride : STRIDES) {
            float[] classes = outputs.item("cls_" + stride).values();
            float[] objectness = outputs.item("obj_" + stride).values();
            float[] boxes = outputs.item("bbox_" + stride).values();
            int columns = framing.width() / stride;
            for (int cell = 0; cell < classes.length; cell++) {
                double confidence = Math.sqrt(unit(classes[cell]) * unit(objectness[cell]));
                if (confidence >= threshold) {
                    double x = (cell % columns + boxes[4 * cell]) * stride;
                    int row = cell / columns;
                    double y = (row + boxes[4 * cell + 1]) * stride;
                    double width = Math.exp(boxes[4 * cell + 2]) * stride;
                    double height = Math.exp(boxes[4 * cell + 3]) * stride;
                    found.add(new Found(0, confidence, x - width / 2, y - height / 2, x + width / 2, y + height / 2));
                }
            }
        }
        return found;
    }

    private static double unit(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
