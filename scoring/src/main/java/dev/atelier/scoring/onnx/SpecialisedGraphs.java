package dev.atelier.scoring.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.ModelRuntime.Look;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.Specialisation;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.graph.ConstantFolding;
import dev.atelier.scoring.graph.GraphEdit;
import dev.atelier.scoring.graph.HalfPrecision;
import dev.atelier.scoring.graph.NamedStatistics;
import dev.atelier.scoring.graph.Normalisations;
import dev.atelier.scoring.graph.Quantisation;
import dev.atelier.scoring.graph.Tensors;
import dev.atelier.scoring.model.GraphFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Makes graphs for one job's items: with the constants of the job in them, and more where it is known. */
final class SpecialisedGraphs {
    private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();

    /** The last one: a job opens the same graph for each of its stretches. */
    private final AtomicReference<Bound> last = new AtomicReference<>();

    private record Bound(byte[] onnx, Map<String, Tensor> constants, Optional<GraphEdit> graph) {}

    /**
     * A graph as it is to be loaded for scoring.
     *
     * @param constants values of all inputs but the item's that fit them
     * @return empty if the graph is of a kind that is left as it is
     * @throws InvalidRequestException if the graph cannot be computed in the precision asked for
     */
    Optional<GraphFile> scoring(
            OrtEnvironment environment, GraphFile file, Map<String, Tensor> constants, Specialisation wanted) {
        Optional<GraphEdit> bound = bound(environment, file, constants);
        if (bound.isEmpty() && wanted.precision() != Precision.FP32) {
            throw new InvalidRequestException(
                    file.name() + " cannot be computed in another precision: it has weights in"
                            + " other files, functions of its own or old operators; use --precision fp32");
        }
        return bound.map(graph -> {
            GraphEdit edit = graph.copy();
            fix(environment, edit, wanted);
            if (wanted.precision() == Precision.INT8) {
                Quantisation.apply(edit, wanted.values());
            } else if (wanted.precision() == Precision.FP16) {
                HalfPrecision.apply(edit);
            }
            return with(file, edit);
        });
    }

    /** A graph that has what is looked for as outputs, their names, and no others; empty if there is nothing of it. */
    Optional<Observing> observing(
            OrtEnvironment environment, GraphFile file, Map<String, Tensor> constants, Specialisation with, Look look) {
        return bound(environment, file, constants).flatMap(graph -> {
            GraphEdit edit = graph.copy();
            List<String> names = new ArrayList<>();
            if (look == Look.STATISTICS) {
                for (String name : statistics(edit)) {
                    names.add(Observations.MEAN + name);
                    names.add(Observations.VARIANCE + name);
                }
                Normalisations.observe(edit);
                NamedStatistics.observe(edit);
            } else {
                fix(environment, edit, with);
                Set<String> values = Quantisation.values(edit);
                values.stream().map(Observations.RANGE::concat).sorted().forEach(names::add);
                Quantisation.observe(edit);
            }
            return names.isEmpty() ? Optional.empty() : Optional.of(new Observing(with(file, edit), names));
        });
    }

    private static List<String> statistics(GraphEdit graph) {
        List<String> names = new ArrayList<>(Normalisations.names(graph));
        names.addAll(NamedStatistics.names(graph));
        return names;
    }

    private static void fix(OrtEnvironment environment, GraphEdit graph, Specialisation known) {
        Normalisations.fold(graph, known.values());
        NamedStatistics.fold(graph, known.values(), evaluator(environment));
    }

    private static ConstantFolding.Evaluator evaluator(OrtEnvironment environment) {
        return (model, outputs) -> evaluate(environment, model, outputs);
    }

    record Observing(GraphFile file, List<String> names) {}

    private static GraphFile with(GraphFile file, GraphEdit edit) {
        return new GraphFile(file.name(), Optional.empty(), edit.bytes(), List.of());
    }

    private Optional<GraphEdit> bound(OrtEnvironment environment, GraphFile file, Map<String, Tensor> constants) {
        Bound latest = last.get();
        if (latest == null || latest.onnx() != file.bytes() || !same(latest.constants(), constants)) {
            latest = new Bound(file.bytes(), Map.copyOf(constants), bind(environment, file, constants));
            last.set(latest);
        }
        return latest.graph();
    }

    private static boolean same(Map<String, Tensor> some, Map<String, Tensor> others) {
        return some.keySet().equals(others.keySet())
                && some.keySet().stream()
                        .allMatch(name -> Arrays.equals(
                                        some.get(name).values(),
                                        others.get(name).values())
                                && Arrays.equals(
                                        some.get(name).shape(), others.get(name).shape()));
    }

    private static Optional<GraphEdit> bind(OrtEnvironment environment, GraphFile file, Map<String, Tensor> constants) {
        if (file.hasExternalData()) {
            return Optional.empty();
        }
        return GraphEdit.of(file.bytes()).map(graph -> {
            for (ValueInfoProto input : List.copyOf(graph.inputs())) {
                Tensor value = constants.get(input.getName());
                // of another type it stays an input
                if (value != null && input.getType().getTensorType().getElemType() == FLOAT) {
                    graph.bind(Tensors.of(input.getName(), value));
                }
            }
            ConstantFolding.fold(graph, evaluator(environment));
            return graph;
        });
    }

    private static Optional<Map<String, TensorProto>> evaluate(
            OrtEnvironment environment, byte[] model, List<String> outputs) {
        Map<String, TensorProto> values = new HashMap<>();
        try (OrtSession.SessionOptions options = Device.of("cpu").options(environment, 1)) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            try (OrtSession session = environment.createSession(model, options);
                    OrtSession.Result result = session.run(Map.of())) {
                for (String name : outputs) {
                    OnnxValue value = result.get(name).orElseThrow();
                    if (!(value instanceof OnnxTensor tensor)) {
                        return Optional.empty();
                    }
                    ByteBuffer buffer = tensor.getByteBuffer();
                    byte[] bytes = new byte[buffer.remaining()];
                    buffer.get(bytes);
                    values.put(
                            name,
                            Tensors.raw(type(tensor), bytes, tensor.getInfo().getShape()));
                }
            }
        } catch (OrtException e) {
            return Optional.empty();
        }
        return Optional.of(values);
    }

    /** The type's number in ONNX, which has the same names for them as the runtime. */
    private static int type(OnnxTensor tensor) {
        String name = tensor.getInfo().onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
        return TensorProto.DataType.valueOf(name).getNumber();
    }
}
