package dev.atelier.training;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** A model that already paints, whose pictures a new network imitates at first. */
public final class Teacher implements AutoCloseable {
    private final OnnxStylePainter painter;
    private final Map<Integer, Map<String, OnnxTensor>> prepared = new HashMap<>();

    public Teacher(OnnxStylePainter painter) {
        this.painter = painter;
    }

    /**
     * Paints each frame in its own style.
     *
     * @param frames [n, 3, h, w]
     * @param numbers n styles of the pool
     */
    Tensor paint(Tensor frames, List<Integer> numbers, StylePool styles) {
        List<Tensor> painted = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            Map<String, OnnxTensor> style =
                    prepared.computeIfAbsent(numbers.get(i), number -> painter.prepare(styles.picture(number)));
            painted.add(painter.paint(frames.narrow(0, i, 1), style));
        }
        return Ops.join(painted, 0).clamp_min(Ops.scalar(0)).clamp_max(Ops.scalar(1));
    }

    @Override
    public void close() {
        prepared.values().forEach(OnnxStylePainter::forget);
        painter.close();
    }
}
