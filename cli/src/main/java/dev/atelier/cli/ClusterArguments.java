package dev.atelier.cli;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.failure.InvalidRequestException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where batches are done. */
final class ClusterArguments {
    static final String LOCAL = "local";
    private static final int LEAST_MEMORY = 450;
    private static final int DEFAULT_MOST = 2;

    @Option(
            names = "--engine",
            paramLabel = "local|spark",
            defaultValue = LOCAL,
            description = "What does the batches: this process, or the executors of a Spark cluster; default"
                    + " ${DEFAULT-VALUE}.")
    String engine = LOCAL;

    @Option(
            names = "--master",
            paramLabel = "ADDRESS",
            description =
                    "The cluster: spark://HOST:PORT, or k8s://https://HOST:PORT for Kubernetes; by default the one that \"atelier cluster start\" started.")
    String master;

    @Option(
            names = "--min-executors",
            paramLabel = "N",
            defaultValue = "0",
            description = "Executors to keep although there is nothing to do; default ${DEFAULT-VALUE}.")
    int minExecutors;

    @Option(
            names = "--max-executors",
            paramLabel = "N",
            description = "Executors at most; by default as many as \"atelier plan\" chose for the job, or 2.")
    Integer maxExecutors;

    @Option(
            names = "--executor-cores",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batches that an executor does at once, each with a core; default ${DEFAULT-VALUE}.")
    int executorCores = 1;

    @Option(
            names = "--executor-memory",
            paramLabel = "MIB",
            defaultValue = "1024",
            description = "Memory of an executor's heap; what models and FFmpeg take comes on top; default"
                    + " ${DEFAULT-VALUE}.")
    int executorMemory = 1024;

    @Option(
            names = "--gpus-per-executor",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "GPUs that each executor needs; default ${DEFAULT-VALUE}. Batches run on the one that they are"
                            + " given if --device is cuda or tensorrt.")
    int gpusPerExecutor;

    @Option(
            names = "--gpus-per-batch",
            paramLabel = "SHARE",
            defaultValue = "1",
            description = "How much of a GPU a batch takes: 0.25 has four share one; default ${DEFAULT-VALUE}.")
    double gpusPerBatch = 1;

    @Mixin
    PodArguments pods = new PodArguments();

    /**
     * @param planned executors that were chosen for the job; 0 if there is no plan
     * @throws InvalidRequestException with all problems of them
     */
    ClusterOptions options(String clusterHere, Home home, int planned) {
        List<String> problems = new ArrayList<>();
        int most = maxExecutors != null ? maxExecutors : planned > 0 ? Math.max(planned, minExecutors) : DEFAULT_MOST;
        String address = master == null ? clusterHere : master;
        if (address.isEmpty()) {
            problems.add("there is no cluster: none runs here, and none is named by --master; ./atelier cluster start"
                    + " starts one");
        }
        if (most < 1) {
            problems.add("--max-executors is " + most + "; expected 1 or more");
        }
        if (minExecutors < 0 || minExecutors > most) {
            problems.add("--min-executors is " + minExecutors + "; expected 0 to --max-executors, " + most);
        }
        if (executorCores < 1) {
            problems.add("--executor-cores is " + executorCores + "; expected 1 or more");
        }
        if (executorMemory < LEAST_MEMORY) {
            problems.add("--executor-memory is " + executorMemory + "; expected " + LEAST_MEMORY
                    + " MiB or more, which Spark itself needs");
        }
        if (gpusPerExecutor < 0) {
            problems.add("--gpus-per-executor is " + gpusPerExecutor + "; expected 0 or more");
        }
        if (!(gpusPerBatch > 0 && gpusPerBatch <= 1)) {
            problems.add("--gpus-per-batch is " + gpusPerBatch + "; expected more than 0, at most 1");
        }
        problems.addAll(pods.problems(address));
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return new ClusterOptions(
                address,
                minExecutors,
                Math.max(minExecutors, Math.min(planned, most)),
                most,
                executorCores,
                executorMemory,
                new ClusterOptions.Gpus(gpusPerExecutor, gpusPerBatch),
                pods.pods(address),
                absolute(System.getProperty("java.class.path")),
                home.cluster());
    }

    /** Executors run in other folders. */
    private static String absolute(String classPath) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(classPath)
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
