package dev.atelier.scoring.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a graph runs.
 *
 * @param kind what computes it
 * @param number of the GPU; 0 for the CPU
 */
record Device(Kind kind, int number) {
    private static final Pattern GPU = Pattern.compile("(cuda|tensorrt)(?::(\\d{1,3}))?");

    /** What computes. */
    enum Kind {
        CPU(OrtProvider.CPU),
        CUDA(OrtProvider.CUDA),
        /** With CUDA for what TensorRT does not know. */
        TENSORRT(OrtProvider.TENSOR_RT);

        private final OrtProvider provider;

        Kind(OrtProvider provider) {
            this.provider = provider;
        }
    }

    static Device of(String name) {
        if (name.equals("cpu")) {
            return new Device(Kind.CPU, 0);
        }
        Matcher matcher = GPU.matcher(name);
        if (!matcher.matches()) {
            throw new InvalidRequestException(
                    "device " + name + " is not known; use cpu, cuda, cuda:N, tensorrt or tensorrt:N");
        }
        int number = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return new Device(Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), number);
    }

    boolean isCpu() {
        return kind == Kind.CPU;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + (isCpu() ? "" : ":" + number);
    }

    /** @throws InvalidRequestException if this build of ONNX Runtime cannot compute there */
    void check() {
        if (!OrtEnvironment.getAvailableProviders().contains(kind.provider)) {
            throw new InvalidRequestException("device " + this + " needs ONNX Runtime's build for GPUs, and Atelier was"
                    + " built without it; build it with -Donnxruntime.artifact=onnxruntime_gpu, or use cpu");
        }
    }

    /**
     * @param threads that compute each call. One, the caller's, where many calls run side by side; more only where nothing
     *     else runs
     */
    SessionOptions options(OrtEnvironment environment, int threads) throws OrtException {
        check();
        SessionOptions options = new SessionOptions();
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        // patterns are kept for each size of input, without bound
        options.setMemoryPatternOptimization(false);
        options.setDeterministicCompute(true);
        try {
            addTo(options);
        } catch (OrtException e) {
            options.close();
            throw new InvalidRequestException(
                    "device " + this + " cannot be used here: " + AtelierException.oneLine(e.getMessage())
                            + "; it needs NVIDIA's driver, CUDA, cuDNN"
                            + (kind == Kind.TENSORRT ? " and TensorRT" : "")
                            + " of the versions that ONNX Runtime " + environment.getVersion() + " was built for",
                    e);
        }
        return options;
    }

    private void addTo(SessionOptions options) throws OrtException {
        if (kind == Kind.TENSORRT) {
            options.addTensorrt(number);
        }
        if (!isCpu()) {
            options.addCUDA(number);
        }
    }
}
