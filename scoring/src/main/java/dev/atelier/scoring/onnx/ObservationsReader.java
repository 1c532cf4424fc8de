package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.graph.ActivationRange;
import dev.atelier.scoring.plane.Framing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what a graph that observes itself says, all framings of an item together. */
record ObservationsReader(List<String> names) implements ScoreReader {
    @Override
    public Reading begin(Picture item, List<Framing> framings) {
        List<Map<String, Tensor>> found = new ArrayList<>();
        return new Reading() {
            @Override
            public void add(Framing framing, Outputs outputs) {
                Map<String, Tensor> values = new HashMap<>();
                for (String name : names) {
                    Tensor value = outputs.item(name);
                    values.put(name, name.startsWith(Observations.RANGE) ? ActivationRange.ofChannels(value) : value);
                }
                found.add(values);
            }

            @Override
            public Score score() {
                return new Score.Tensors(Observations.pool(found));
            }
        };
    }
}
