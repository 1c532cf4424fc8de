package dev.atelier.scoring.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.atelier.scoring.model.GraphFacts;
import dev.atelier.scoring.model.Port;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph loaded for running, by many threads at once. */
record Graph(
        String name,
        OrtEnvironment environment,
        OrtSession session,
        Map<String, Port> inputs,
        Map<String, Port> outputs)
        implements AutoCloseable {
    static Graph of(String name, OrtEnvironment environment, OrtSession session) throws OrtException {
        return new Graph(name, environment, session, ports(session.getInputInfo()), ports(session.getOutputInfo()));
    }

    private static Map<String, Port> ports(Map<String, NodeInfo> infos) {
        Map<String, Port> ports = new LinkedHashMap<>();
        infos.forEach((name, info) -> ports.put(name, Port.of(info)));
        return ports;
    }

    /** What {@link GraphFacts#metadata} holds. */
    Map<String, String> metadata() throws OrtException {
        OnnxModelMetadata metadata = session.getMetadata();
        Map<String, String> all = new LinkedHashMap<>(metadata.getCustomMetadata());
        all.put(GraphFacts.DOMAIN, metadata.getDomain());
        return all;
    }

    /** Runs the graph; the result owns its tensors and must be closed. */
    OrtSession.Result run(Map<String, OnnxTensor> values, Map<String, OnnxTensor> pinned) throws OrtException {
        return pinned.isEmpty() ? session.run(values) : session.run(values, pinned);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(name + " cannot be closed", e);
        }
    }
}
