package dev.atelier.cli;

import dev.atelier.core.job.JobSpec;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.onnx.TimedScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Opens a job's scorer outside of a job. */
final class BenchScorer {
    private BenchScorer() {}

    static Scorer open(Wiring wiring, JobSpec spec) throws IOException {
        String model = spec.model().name();
        return wiring.runtime().open(model, options(wiring, spec, model));
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
