package dev.atelier.scoring.model;

import dev.atelier.core.scoring.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * A model with everything settled that scoring needs.
 *
 * @param graph name of the file that scores items
 * @param style what to run once on a style picture, if the model takes one
 * @param constants values of constant inputs, by the input's name
 */
public record ModelSpec(
        String graph, Optional<StyleSpec> style, InputSpec input, Map<String, Tensor> constants, OutputSpec output) {
    /**
     * The graph that turns a style picture into constant inputs: its outputs go to the scoring graph's inputs of the
     * same names.
     *
     * @param feedback how much of what painted items lack of a style is added to it, 0 for nothing
     */
    public record StyleSpec(String graph, InputSpec input, double feedback) {}
}
