package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import java.util.List;

/** Gives each item as it came. */
record IdentityScorer() implements Scorer {
    @Override
    public int itemsPerCall() {
        return 1;
    }

    @Override
    public List<Score> score(List<Picture> items) {
        return items.stream().<Score>map(Score.Image::new).toList();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
