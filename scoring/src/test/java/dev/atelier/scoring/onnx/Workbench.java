package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A runtime and the folder where a test makes its packages. */
record Workbench(Path folder, OnnxRuntime runtime) {
    /** Unpacks the native library once for all tests, where the build keeps its outputs. */
    static final Path NATIVE_CACHE = Path.of("target", "native").toAbsolutePath();

    Workbench(Path folder) {
        this(folder, new OnnxRuntime(NATIVE_CACHE, Optional.empty()));
    }

    /** Writes a package: its settings, and one graph by the name {@code graph.onnx}. */
    String model(String yaml, TinyGraphs graph) throws IOException {
        graph.write(folder.resolve("graph.onnx"));
        Files.writeString(folder.resolve("model.yaml"), yaml);
        return folder.toString();
    }

    Scorer open(String model) {
        return open(model, Map.of(), 1);
    }

    Scorer open(String model, Map<String, Tensor> constants, double strength) {
        return runtime.open(model, new ScorerOptions(constants, strength, "cpu"));
    }

    Score score(String model, Picture item) {
        try (Scorer scorer = open(model)) {
            return scorer.score(List.of(item)).get(0);
        }
    }

    Picture paint(String model, Picture item) {
        return ((Score.Image) score(model, item)).picture();
    }
}
