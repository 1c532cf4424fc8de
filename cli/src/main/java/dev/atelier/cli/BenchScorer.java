package dev.atelier.cli;

import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.ModelHandling;
import dev.atelier.core.job.ModelHandling.Statistics;
import dev.atelier.core.media.Picture;
import dev.atelier.core.pipeline.Specialiser;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.onnx.TimedScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Opens a job's scorer outside of a job. */
final class BenchScorer {
    private static final int SAMPLES = 3;

    private BenchScorer() {}

    /**
     * A scorer as a job would open it.
     *
     * @param items some of the items, to fit the model to
     */
    static Scorer open(Wiring wiring, JobSpec spec, List<Picture> items) throws IOException, InterruptedException {
        String model = spec.model().name();
        ScorerOptions asked = options(wiring, spec, model);
        ModelHandling handling = spec.options().model();
        if (handling.equals(ModelHandling.PLAIN)) {
            return wiring.runtime().open(model, asked);
        }
        List<Picture> samples = items.subList(0, Math.min(SAMPLES, items.size()));
        boolean shots = handling.statistics() == Statistics.SHOT && spec.input().kind() == JobSpec.Kind.VIDEO;
        ScorerOptions options = !shots
                ? asked
                : new ScorerOptions(wiring.runtime().fitStyle(model, asked, samples), asked.strength(), asked.device());
        try (var specialiser = new Specialiser(wiring.runtime(), model, options, wiring.cores())) {
            Map<String, Tensor> fixed = shots
                    ? specialiser.statistics(samples).map(Observations::pool).orElse(Map.of())
                    : Map.of();
            var decision =
                    specialiser.decide(handling.precision(), samples, Collections.nCopies(samples.size(), fixed));
            var specialisation = Specialiser.specialisation(decision.precision(), fixed, decision.ranges());
            return wiring.runtime().open(model, options.with(specialisation));
        }
    }

    /** From the files of the model and the style to an item's score, the model not fitted to items. */
    static Measurement first(Wiring wiring, JobSpec spec, Picture item) throws Exception {
        return Measurement.of(1, () -> {
            String model = spec.model().name();
            try (Scorer scorer = wiring.runtime().open(model, options(wiring, spec, model))) {
                scorer.score(List.of(item));
            }
        });
    }

    static TimedScorer timed(Wiring wiring, JobSpec spec, String model) throws IOException {
        return wiring.models().openTimed(model, options(wiring, spec, model));
    }

    /** How a job would open a model in its style. */
    static ScorerOptions options(Wiring wiring, JobSpec spec, String model) throws IOException {
        Map<String, Tensor> constants = Map.of();
        if (spec.style() != null && wiring.runtime().inspect(model).takesStyle()) {
            Path style = Path.of(spec.style().address());
            var picture = wiring.ports().imageIo().decode(style.toString(), Files.readAllBytes(style));
            constants = wiring.runtime().prepareStyle(model, picture);
        }
        return new ScorerOptions(
                constants, spec.options().strength(), spec.model().device());
    }
}
