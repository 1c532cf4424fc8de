package dev.atelier.scoring.onnx;

import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.testkit.Pictures;
import dev.atelier.testkit.ScorerContract;
import java.nio.file.Path;

class BundledScorerTest extends ScorerContract {
    @Override
    protected Scorer open() {
        Workbench bench = new Workbench(Path.of(""));
        var style = bench.runtime().prepareStyle("atelier", Pictures.gradient(90, 60, PictureFormat.RGB8));
        return bench.open("atelier", style, 0.8);
    }
}
