package dev.atelier.scoring.model;

import java.util.List;
import java.util.stream.Stream;

/** What the graph's outputs mean. */
public sealed interface OutputSpec {
    /**
     * A picture.
     *
     * @param low the value that stands for black
     * @param high the value that stands for full brightness
     * @param scale how many times wider and higher than the input it is
     */
    record Image(String name, Colour colour, float low, float high, int scale) implements OutputSpec {}

    /**
     * A likelihood for each class.
     *
     * @param softmax whether the values are logits, still to be turned into probabilities
     * @param labels the classes' names, in order; empty if they have none
     * @param top how many of the likeliest to give
     */
    record Classes(String name, boolean softmax, List<String> labels, int top) implements OutputSpec {}

    /**
     * Boxes, as a detector's own encoding has them.
     *
     * @param threshold the least confidence
     * @param overlap of two boxes of one class with an intersection over union above this, the less sure one is left out
     */
    record Boxes(Decoder decoder, double threshold, double overlap, List<String> labels) implements OutputSpec {}

    /** The outputs as they are. */
    record Tensors(List<String> names) implements OutputSpec {}

    /** The encodings of boxes that are known. */
    enum Decoder {
        /** Faces; input BGR, 0 to 255. */
        YUNET(255, 0.6),
        /** The 80 things of COCO; input BGR, 0 to 1. */
        FASTESTDET(1, 0.5);

        private static final int COCO_CLASSES = 80;

        private final float range;
        private final double threshold;

        Decoder(float range, double threshold) {
            this.range = range;
            this.threshold = threshold;
        }

        /** What full brightness is to its graphs. */
        float range() {
            return range;
        }

        /** The least confidence, unless a package says another. */
        double threshold() {
            return threshold;
        }

        List<String> labels() {
            return this == YUNET ? List.of("face") : CocoLabels.NAMES;
        }

        /** Whether a graph's outputs look like this encoding. */
        boolean recognises(GraphFacts facts) {
            return switch (this) {
                case YUNET ->
                    Stream.of("cls_", "obj_", "bbox_")
                            .flatMap(kind -> Stream.of(kind + 8, kind + 16, kind + 32))
                            .allMatch(facts.outputs()::containsKey);
                case FASTESTDET ->
                    fits(facts) && facts.outputs().values().iterator().next().shape()[1] == 5 + COCO_CLASSES;
            };
        }

        /** Whether a graph's outputs can be this encoding. */
        boolean fits(GraphFacts facts) {
            return switch (this) {
                case YUNET -> recognises(facts);
                case FASTESTDET ->
                    facts.outputs().size() == 1
                            && facts.outputs().values().stream()
                                    .allMatch(port -> port.rank() == 4 && port.shape()[1] > 5);
            };
        }
    }
}
