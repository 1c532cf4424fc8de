package dev.atelier.scoring.onnx;

import dev.atelier.scoring.plane.Framing;
import java.util.List;

/** Knows how one family of detectors writes its boxes. */
interface BoxDecoder {
    /** The boxes of at least a confidence, in pixels of the network's input. */
    List<Found> decode(Framing framing, Outputs outputs, double threshold);

    /** A box in pixels of the network's input. */
    record Found(int label, double confidence, double left, double top, double right, double bottom) {
        /** Intersection over union. */
        double overlap(Found other) {
            double width = Math.min(right, other.right) - Math.max(left, other.left);
            double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
            double shared = Math.max(0, width) * Math.max(0, height);
            return shared / (area() + other.area() - shared);
        }

        private double area() {
            return (right - left) * (bottom - top);
        }
    }
}
