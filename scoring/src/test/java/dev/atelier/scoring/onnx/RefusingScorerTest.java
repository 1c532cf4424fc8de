package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.testkit.Pictures;
import dev.atelier.testkit.ScorerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A graph whose own arithmetic fails on pictures that are larger than it can address. */
class RefusingScorerTest extends ScorerContract {
    @TempDir
    private Path folder;

    @Override
    protected Scorer open() {
        try {
            String model = new Workbench(folder)
                    .model(
                            "{input: {range: 1, resize: pad, multiple-of: 1}, output: {kind: tensors}}",
                            TinyGraphs.choosy());
            return new Workbench(folder).open(model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Optional<Picture> refused() {
        return Optional.of(Pictures.noise(200, 200, PictureFormat.RGB8, 1));
    }
}
