package dev.atelier.scoring.model;

import dev.atelier.core.scoring.Tensor;
import java.util.Map;

/** Runs the scoring graph once on a made-up picture, where only that tells how its outputs are to be read. */
public interface Probe {
    /**
     * The outputs for the made-up picture.
     *
     * @param input how the picture is given
     * @param constants the constant inputs' values
     * @return by name, without the dimension that counts items
     */
    Map<String, Tensor> run(InputSpec input, Map<String, Tensor> constants);
}
