package dev.atelier.scoring.onnx;

import dev.atelier.core.scoring.Scorer;
import dev.atelier.testkit.ScorerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A graph that demands three items of a fixed size a call. */
class BatchedScorerTest extends ScorerContract {
    @TempDir
    private Path folder;

    @Override
    protected Scorer open() {
        try {
            Path graph = TinyGraphs.inverting(1, 3, 16, 16).write(folder.resolve("batched.onnx"));
            return new Workbench(folder).open(graph.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
