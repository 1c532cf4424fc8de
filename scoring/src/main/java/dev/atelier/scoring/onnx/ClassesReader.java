package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Score.Classification;
import dev.atelier.scoring.model.OutputSpec;
import dev.atelier.scoring.plane.Framing;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the likeliest classes. */
record ClassesReader(OutputSpec.Classes spec) implements ScoreReader {
    @Override
    public Reading begin(Picture item, List<Framing> framings) {
        return new Reading() {
            private Score score;

            @Override
            public void add(Framing framing, Outputs outputs) {
                score = classes(outputs.item(spec.name()).values());
            }

            @Override
            public Score score() {
                return score;
            }
        };
    }

    private Score classes(float[] values) {
        double[] likelihoods = spec.softmax()
                ? softmax(values)
                : IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
        List<Classification> classes = IntStream.range(0, likelihoods.length)
                .boxed()
                // of equals the lower index, so that the order never depends on chance
                .sorted(Comparator.comparingDouble((Integer i) -> -likelihoods[i])
                        .thenComparing(i -> i))
                .limit(spec.top())
                .map(i -> new Classification(i, label(i), Math.max(0, Math.min(1, likelihoods[i]))))
                .toList();
        return new Score.Classes(classes);
    }

    private String label(int index) {
        return index < spec.labels().size() ? spec.labels().get(index) : Integer.toString(index);
    }

    private static double[] softmax(float[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double[] powers = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            powers[i] = StrictMath.exp(logits[i] - greatest);
            sum += powers[i];
        }
        for (int i = 0; i < powers.length; i++) {
            powers[i] /= sum;
        }
        return powers;
    }
}
