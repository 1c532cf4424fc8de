package dev.atelier.core.scoring;

import dev.atelier.core.media.Picture;
import java.util.List;
import java.util.Map;

/** What a model says about one item. */
public sealed interface Score {
    /** The item painted, enhanced or otherwise turned into another picture. */
    record Image(Picture picture) implements Score {}

    /**
     * The classes the item is likely to belong to.
     *
     * @param classes the most likely first
     */
    record Classes(List<Classification> classes) implements Score {
        public Classes {
            classes = List.copyOf(classes);
        }
    }

    /**
     * One class.
     *
     * @param index its place in the model's output
     * @param label its name, or its index where the model has no labels
     * @param probability 0 to 1
     */
    record Classification(int index, String label, double probability) {}

    /** The things found in the item, the surest first. */
    record Boxes(List<Box> boxes) implements Score {
        public Boxes {
            boxes = List.copyOf(boxes);
        }
    }

    /**
     * A thing found, in pixels of the item as it came, from its top left corner.
     *
     * @param confidence 0 to 1
     */
    record Box(String label, double confidence, double x, double y, double width, double height) {}

    /** The model's outputs as they are, by name. */
    record Tensors(Map<String, Tensor> outputs) implements Score {
        public Tensors {
            outputs = Map.copyOf(outputs);
        }
    }
}
