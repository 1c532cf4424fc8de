package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.plane.Framing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads outputs as they are.
 *
 * @param perItem whether their first dimension counts items and is to be left out
 */
record TensorsReader(List<String> names, boolean perItem) implements ScoreReader {
    @Override
    public Reading begin(Picture item, List<Framing> framings) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        return new Reading() {
            @Override
            public void add(Framing framing, Outputs outputs) {
                names.forEach(name -> tensors.put(name, perItem ? outputs.item(name) : outputs.whole(name)));
            }

            @Override
            public Score score() {
                return new Score.Tensors(tensors);
            }
        };
    }
}
