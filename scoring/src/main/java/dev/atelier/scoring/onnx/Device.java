package dev.atelier.scoring.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.atelier.core.failure.InvalidRequestException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a graph runs.
 *
 * @param cuda the number of a CUDA device, or -1 for the CPU
 */
record Device(int cuda) {
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    static Device of(String name) {
        if (name.equals("cpu")) {
            return new Device(-1);
        }
        Matcher matcher = CUDA.matcher(name);
        if (!matcher.matches()) {
            throw new InvalidRequestException("device " + name + " is not known; use cpu, cuda or cuda:N");
        }
        return new Device(matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1)));
    }

    boolean isCpu() {
        return cuda < 0;
    }

    /**
     * One thread, the caller's, computes each call: many calls run side by side, and a sum never depends on how many
     * threads took part in it.
     */
    SessionOptions options(OrtEnvironment environment) throws OrtException {
        if (cuda >= 0 && !OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new InvalidRequestException(
                    "device cuda:" + cuda + " needs ONNX Runtime's GPU build, which is not installed; use cpu");
        }
        SessionOptions options = new SessionOptions();
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        // patterns are kept for each size of input, without bound
        options.setMemoryPatternOptimization(false);
        options.setDeterministicCompute(true);
        if (cuda >= 0) {
            options.addCUDA(cuda);
        }
        return options;
    }
}
