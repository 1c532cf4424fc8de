package dev.atelier.training;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.atelier.core.failure.InvalidRequestException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A pair of ONNX graphs: one that is run on the style picture, with one input, and one that is run on each frame, which
 * takes the first's outputs by their names and the frame as its only other input.
 */
public final class OnnxStylePainter implements StylePainter {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession style;
    private final OrtSession transfer;
    private final String frame;
    private final int side;
    private Map<String, OnnxTensor> constants = Map.of();

    /**
     * @param threads for each of the graphs
     * @throws InvalidRequestException if the graphs cannot be loaded or do not fit together
     */
    public OnnxStylePainter(Path styleGraph, Path transferGraph, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            style = environment.createSession(styleGraph.toString(), options);
            transfer = environment.createSession(transferGraph.toString(), options);
            frame = transfer.getInputNames().stream()
                    .filter(name -> !style.getOutputNames().contains(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequestException(
                            transferGraph + ": no input for the frame; give the graph that paints frames"));
            long fixed = ((TensorInfo)
                            style.getInputInfo().values().iterator().next().getInfo())
                    .getShape()[3];
            side = fixed > 0 ? (int) fixed : StyleNetworkExport.STYLE_SIDE;
        } catch (OrtException e) {
            throw new InvalidRequestException(
                    styleGraph + " and " + transferGraph + ": cannot be loaded; give a style and a transfer graph", e);
        }
    }

    @Override
    public void style(Tensor picture) {
        forget(constants);
        constants = prepare(picture);
    }

    @Override
    public Tensor paint(Tensor picture) {
        return paint(picture, constants);
    }

    /** What the style graph says of a picture, to be given to {@link #forget} in the end. */
    Map<String, OnnxTensor> prepare(Tensor picture) {
        try (OnnxTensor input = tensor(Ops.resize(picture, side, side));
                OrtSession.Result result =
                        style.run(Map.of(style.getInputNames().iterator().next(), input))) {
            Map<String, OnnxTensor> prepared = new LinkedHashMap<>();
            for (var entry : result) {
                OnnxTensor value = (OnnxTensor) entry.getValue();
                prepared.put(
                        entry.getKey(),
                        OnnxTensor.createTensor(
                                environment,
                                value.getFloatBuffer(),
                                value.getInfo().getShape()));
            }
            return prepared;
        } catch (OrtException e) {
            throw new InvalidRequestException("the style graph refuses the picture; look at the cause", e);
        }
    }

    Tensor paint(Tensor picture, Map<String, OnnxTensor> prepared) {
        try (OnnxTensor input = tensor(picture)) {
            Map<String, OnnxTensorLike> inputs = new LinkedHashMap<>(prepared);
            inputs.put(frame, input);
            try (OrtSession.Result result = transfer.run(inputs)) {
                OnnxTensor painted = (OnnxTensor) result.get(0);
                FloatBuffer buffer = painted.getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                return Ops.tensor(values, painted.getInfo().getShape());
            }
        } catch (OrtException e) {
            throw new InvalidRequestException("the transfer graph refuses the frame; look at the cause", e);
        }
    }

    static void forget(Map<String, OnnxTensor> prepared) {
        prepared.values().forEach(OnnxTensor::close);
    }

    private OnnxTensor tensor(Tensor picture) throws OrtException {
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(Ops.values(picture)), picture.shape());
    }

    @Override
    public void close() {
        try {
            forget(constants);
            style.close();
            transfer.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
