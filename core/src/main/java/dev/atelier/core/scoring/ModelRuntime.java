package dev.atelier.core.scoring;

import dev.atelier.core.media.Picture;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens models. Model files are hostile: what a package says is checked before use. Safe for use by many threads.
 *
 * <p>A model is named by what a user types: the path of a model package (a folder with {@code model.yaml}), of a bare
 * {@code .onnx} file, or the name of a model that comes with the runtime.
 */
public interface ModelRuntime {
    /**
     * Reads a model package and the graphs in it. Where neither keys nor graph tell how a value is meant, the graph may
     * be run once on a made-up picture.
     *
     * @throws dev.atelier.core.failure.InvalidRequestException if there is no such model, its files cannot be loaded,
     *     or something is needed that neither graph nor {@code model.yaml} tells; names the key to write
     */
    ModelInfo inspect(String model);

    /**
     * Runs the style graph once on a picture.
     *
     * @return the constant inputs that scoring in this style needs, by name
     * @throws dev.atelier.core.failure.InvalidRequestException if the model takes no style
     */
    Map<String, Tensor> prepareStyle(String model, Picture style);

    /**
     * Brings a style nearer to what is wanted of items like some that are given: a painter gives them less of a style than it was told,
     * and what they lack is added to it.
     *
     * @param options with the constants that {@link #prepareStyle} gave
     * @param items of those that are to be scored
     * @return the constants to score with instead; the same ones if the model asks for nothing of the kind
     */
    default Map<String, Tensor> fitStyle(String model, ScorerOptions options, List<Picture> items) {
        return options.constants();
    }

    /** Opens a model for scoring, with the same result on every machine of a kind. */
    Scorer open(String model, ScorerOptions options);

    /**
     * Opens a model to look into it: a score is {@link Score.Tensors} by the names of {@link Observations}.
     *
     * @param options how the model is to be opened for scoring; the precision does not count
     * @return empty where there is nothing of the kind
     */
    default Optional<Scorer> observe(String model, ScorerOptions options, Look look) {
        return Optional.empty();
    }

    /**
     * Does nothing if a device can be used here, as far as that is known before anything runs on it.
     *
     * @param device such as {@code cpu}, {@code cuda:0} or {@code tensorrt}
     * @throws dev.atelier.core.failure.InvalidRequestException if it cannot
     */
    default void checkDevice(String device) {}

    /**
     * Whether models are scored faster in a precision than in full, here. It depends on the kind of machine alone and is
     * not measured: what a job gives must not depend on what else a machine does.
     *
     * @param device such as {@code cpu} or {@code cuda:0}
     */
    default boolean isFaster(String model, Precision precision, String device) {
        return false;
    }

    /** What to look for. */
    enum Look {
        /** Means and variances that could be fixed. */
        STATISTICS,
        /** Ranges of the values that can be computed in 8 bits, with the statistics that the options fix. */
        RANGES
    }

    /**
     * How to open a model.
     *
     * @param constants values of the constant inputs, by name; empty where the model has none
     * @param strength how much of a painted picture is kept over the item itself, 0 to 1
     * @param device such as {@code cpu} or {@code cuda:0}
     * @param specialisation what is fixed for the items
     */
    record ScorerOptions(Map<String, Tensor> constants, double strength, String device, Specialisation specialisation) {
        /** Each item by itself, in full precision. */
        public ScorerOptions(Map<String, Tensor> constants, double strength, String device) {
            this(constants, strength, device, Specialisation.NONE);
        }

        public ScorerOptions with(Specialisation other) {
            return new ScorerOptions(constants, strength, device, other);
        }

        public ScorerOptions {
            constants = Map.copyOf(constants);
            if (!(strength >= 0 && strength <= 1)) {
                throw new IllegalArgumentException("strength must be 0 to 1: " + strength);
            }
        }
    }
}
