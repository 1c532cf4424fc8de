package dev.atelier.core.scoring;

import java.util.Map;

/**
 * What is fixed of a model for a run of items, beyond its constant inputs.
 *
 * @param precision what to compute with, decided: never {@link Precision#AUTO}
 * @param values what {@link Observations} says of items like those to be scored: means and variances that
 *     normalisations then take instead of each item's own, and ranges of values, which 8 bits need
 */
public record Specialisation(Precision precision, Map<String, Tensor> values) {
    /** Each item by itself, in full precision. */
    public static final Specialisation NONE = new Specialisation(Precision.FP32, Map.of());

    public Specialisation {
        values = Map.copyOf(values);
        if (precision == Precision.AUTO) {
            throw new IllegalArgumentException("the precision must be decided");
        }
    }
}
