package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.scoring.plane.Framing;
import java.util.List;
import java.util.Optional;

/** Makes scores of a graph's outputs. */
interface ScoreReader {
    /**
     * Begins an item.
     *
     * @param framings all framings that will be run of it
     */
    Reading begin(Picture item, List<Framing> framings);

    /** The output whose shape follows from the input's, so that its memory can be kept. */
    default Optional<String> steadyOutput() {
        return Optional.empty();
    }

    /** One item's score in the making. */
    interface Reading {
        /** Takes what the graph said of one framing. */
        void add(Framing framing, Outputs outputs);

        /** The score, after all framings. */
        Score score();
    }
}
