package dev.atelier.training;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** Where training takes its styles from. */
interface StyleSource {
    /**
     * The styles of a batch of n.
     *
     * @param step the number of the step, from 0
     */
    Drawn draw(RandomGenerator random, int step, int n);

    /**
     * Styles and what is wanted of pictures in them.
     *
     * @param wanted statistics to reach
     * @param style what the painting network is told, with gradients
     * @param taught paints the batch's frames as they are to be imitated, if this step is one of imitation
     */
    record Drawn(StyleStatistics wanted, Style style, Optional<UnaryOperator<Tensor>> taught) {}
}
