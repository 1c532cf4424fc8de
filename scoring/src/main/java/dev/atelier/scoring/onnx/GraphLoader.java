package dev.atelier.scoring.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.scoring.model.GraphFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads graphs, and says in plain words why one cannot be loaded. */
final class GraphLoader {
    private static final Pattern UNKNOWN_FUNCTION =
            Pattern.compile("(\\S+)\\(-?\\d+\\) is not a registered function/op");
    private static final Pattern UNKNOWN_OPERATOR =
            Pattern.compile("No Op registered for (\\S+) with domain_version of (\\d+)");

    private final OrtEnvironment environment;

    GraphLoader(OrtEnvironment environment) {
        this.environment = environment;
    }

    Graph load(GraphFile file, Device device) {
        return load(file, device, 1);
    }

    /** @param threads that compute each call */
    Graph load(GraphFile file, Device device, int threads) {
        try (OrtSession.SessionOptions options = device.options(environment, threads)) {
            Optional<Path> path = file.path();
            // weights in files beside the graph are found from its path
            OrtSession session = path.isPresent() && file.hasExternalData()
                    ? environment.createSession(path.get().toString(), options)
                    : environment.createSession(file.bytes(), options);
            return Graph.of(file.name(), environment, session);
        } catch (OrtException e) {
            String message = AtelierException.oneLine(e.getMessage());
            if (message.contains("allocate memory") || message.contains("bad_alloc")) {
                throw new InfrastructureException(file.name() + ": not enough memory to load it; " + message, e);
            }
            throw new InvalidRequestException(file.name() + ": " + explain(message), e);
        }
    }

    private String explain(String message) {
        Matcher function = UNKNOWN_FUNCTION.matcher(message);
        Matcher operator = UNKNOWN_OPERATOR.matcher(message);
        String unknown = function.find()
                ? function.group(1)
                : operator.find() ? operator.group(1) + " (opset " + operator.group(2) + ")" : "";
        if (!unknown.isEmpty()) {
            return "uses the operator " + unknown + ", which ONNX Runtime " + environment.getVersion()
                    + " does not have; export the model again with standard ONNX operators";
        }
        if (message.contains("rotobuf parsing failed") || message.contains("ModelProto does not have a graph")) {
            return "not an ONNX model, or a damaged one; download or export it again";
        }
        int reason = message.indexOf("failed:");
        return "ONNX Runtime cannot load it: " + (reason < 0 ? message : message.substring(reason + 7))
                + "; export the model again";
    }
}
