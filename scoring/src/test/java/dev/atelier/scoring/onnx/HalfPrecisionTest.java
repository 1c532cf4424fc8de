package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.graph.GraphEdit;
import dev.atelier.scoring.graph.HalfPrecision;
import dev.atelier.scoring.graph.Tensors;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The conversion itself: the CPU computes it too, though slowly. */
class HalfPrecisionTest {
    private final OrtEnvironment environment = new NativeLibrary(Workbench.NATIVE_CACHE).environment();

    private float[] painted(byte[] model) throws Exception {
        Random random = new Random(2);
        float[] frame = new float[3 * 16 * 16];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = random.nextFloat();
        }
        try (OrtSession session = environment.createSession(model);
                OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(frame), new long[] {1, 3, 16, 16});
                OrtSession.Result result = session.run(Map.of("frame", input))) {
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] painted = new float[values.remaining()];
            values.get(painted);
            return painted;
        }
    }

    @Test
    void aGraphInHalfPrecisionTakesAndGivesFloatsAndPaintsNearlyTheSame() throws Exception {
        GraphEdit graph = GraphEdit.of(PaintingGraph.bytes()).orElseThrow();
        for (Map.Entry<String, Tensor> constant : PaintingGraph.style().entrySet()) {
            graph.bind(Tensors.of(constant.getKey(), constant.getValue()));
        }
        float[] exact = painted(graph.bytes());
        HalfPrecision.apply(graph);
        float[] half = painted(graph.bytes());

        assertThat(half).hasSameSizeAs(exact).isNotEqualTo(exact);
        for (int i = 0; i < exact.length; i++) {
            assertThat(half[i]).isCloseTo(exact[i], org.assertj.core.data.Offset.offset(0.02f));
        }
    }
}
