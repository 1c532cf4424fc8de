package dev.atelier.cli;

import dev.atelier.core.job.JobSpec;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Opens a job's scorer outside of a job. */
final class BenchScorer {
    private BenchScorer() {}

    static Scorer open(Wiring wiring, JobSpec spec) throws IOException {
        Map<String, Tensor> constants = Map.of();
        if (spec.style() != null) {
            Path style = Path.of(spec.style().address());
            var picture = wiring.ports().imageIo().decode(style.toString(), Files.readAllBytes(style));
            constants = wiring.models().prepareStyle(spec.model().name(), picture);
        }
        var options = new ScorerOptions(
                constants, spec.options().strength(), spec.model().device());
        return wiring.models().open(spec.model().name(), options);
    }
}
