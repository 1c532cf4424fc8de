package dev.atelier.spark;

import dev.atelier.core.engine.ClusterOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;

/** The settings of Spark: those that all processes of a cluster share, and those of a driver. */
final class SparkSettings {
    /** A secret of Kubernetes with the cluster's secret as "secret", and where executors find it. */
    private static final String CLUSTER_SECRET = "atelier-cluster";

    private static final String SECRET_FOLDER = "/etc/atelier-cluster";
    private static final int NATIVE_MIB = 1024;

    private SparkSettings() {}

    /** Who talks must have the secret, and nobody else understands it. */
    static Map<String, String> security(String secret) {
        Map<String, String> settings = new LinkedHashMap<>(security());
        settings.put("spark.authenticate.secret", secret);
        return settings;
    }

    /** The same, where each finds the secret in a file of its own. */
    static Map<String, String> security(Path driversSecret) {
        Map<String, String> settings = new LinkedHashMap<>(security());
        settings.put("spark.authenticate.secret.driver.file", driversSecret.toString());
        // also of an executor that has not yet met its driver
        settings.put("spark.authenticate.secret.file", SECRET_FOLDER + "/secret");
        settings.put("spark.kubernetes.executor.secrets." + CLUSTER_SECRET, SECRET_FOLDER);
        return settings;
    }

    private static Map<String, String> security() {
        return Map.of(
                "spark.authenticate", "true",
                "spark.network.crypto.enabled", "true",
                "spark.network.crypto.authEngineVersion", "2");
    }

    /** Of master and workers. */
    static Map<String, String> cluster(String secret, String recoveryFolder) {
        Map<String, String> settings = new LinkedHashMap<>(security(secret));
        // a master that starts again without its state ends all executors, and its drivers hang
        settings.put("spark.deploy.recoveryMode", "FILESYSTEM");
        settings.put("spark.deploy.recoveryDirectory", recoveryFolder);
        // it takes jobs from anyone
        settings.put("spark.master.rest.enabled", "false");
        settings.put("spark.ui.killEnabled", "false");
        settings.put("spark.master.ui.decommission.allow.mode", "DENY");
        settings.put("spark.decommission.enabled", "true");
        // by default an application is ended once ten of its executors have: items that crash use some up
        settings.put("spark.deploy.maxExecutorRetries", "-1");
        settings.put("spark.worker.cleanup.enabled", "true");
        settings.put("spark.worker.cleanup.appDataTtl", "3600");
        settings.putAll(timeouts());
        return settings;
    }

    /** Of workers that lend GPUs. */
    static Map<String, String> workerGpus(int amount, Path discovery) {
        return Map.of(
                "spark.worker.resource.gpu.amount", Integer.toString(amount),
                "spark.worker.resource.gpu.discoveryScript", discovery.toString());
    }

    /** How soon a process that says nothing counts as lost: by default that takes two minutes. */
    private static Map<String, String> timeouts() {
        return Map.of(
                "spark.network.timeout", "10s",
                "spark.network.timeoutInterval", "2s",
                "spark.executor.heartbeatInterval", "2s",
                "spark.storage.blockManagerHeartbeatTimeoutMs", "10s");
    }

    /** Of a driver, but for what must be kept secret. */
    static SparkConf driver(ClusterOptions options) {
        var conf = new SparkConf(false)
                .setMaster(options.master())
                .setAppName("atelier")
                .set("spark.ui.enabled", "false")
                .set("spark.ui.showConsoleProgress", "false")
                .set("spark.ui.retainedJobs", "100")
                .set("spark.ui.retainedStages", "100")
                .set("spark.local.dir", options.folder().resolve("tmp").toString())
                // the driver tries again itself, and says so; a second try by Spark, which the executor refuses, is the
                // least that exclusion asks for
                .set("spark.task.maxFailures", "2")
                .set("spark.excludeOnFailure.application.enabled", "true")
                .set("spark.excludeOnFailure.taskAndStage.enabled", "false")
                .set("spark.excludeOnFailure.task.maxTaskAttemptsPerNode", "1")
                .set(
                        "spark.excludeOnFailure.application.maxFailedTasksPerExecutor",
                        Integer.toString(NodeHealth.FAILURES))
                // native code does not hear interrupts
                .set("spark.task.reaper.enabled", "true")
                .set("spark.task.reaper.killTimeout", "60s")
                .set("spark.task.reaper.threadDump", "false")
                .set("spark.locality.wait", "0s");
        timeouts().forEach(conf::set);
        if (options.master().startsWith("local")) {
            return conf;
        }
        conf.set("spark.dynamicAllocation.enabled", "true")
                .set("spark.dynamicAllocation.shuffleTracking.enabled", "true")
                .set("spark.dynamicAllocation.minExecutors", Integer.toString(options.minExecutors()))
                .set("spark.dynamicAllocation.initialExecutors", Integer.toString(options.initialExecutors()))
                .set("spark.dynamicAllocation.maxExecutors", Integer.toString(options.maxExecutors()))
                .set("spark.dynamicAllocation.executorIdleTimeout", "10s")
                .set("spark.dynamicAllocation.schedulerBacklogTimeout", "1s")
                .set("spark.decommission.enabled", "true")
                .set("spark.executor.cores", Integer.toString(options.executorCores()))
                .set("spark.executor.memory", options.executorMemory() + "m")
                .set("spark.executor.extraJavaOptions", String.join(" ", NodeProcess.EXECUTOR_OPTIONS))
                // as the launcher sets them
                .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
                .set("spark.executorEnv.OMP_WAIT_POLICY", "passive");
        if (options.gpus().each() > 0) {
            conf.set(
                            "spark.executor.resource.gpu.amount",
                            Integer.toString(options.gpus().each()))
                    .set(
                            "spark.task.resource.gpu.amount",
                            Double.toString(options.gpus().perBatch()));
        }
        return options.pods().isPresent()
                ? kubernetes(conf, options, options.pods().get())
                : conf.set("spark.standalone.executorRemoveDelayOnDisconnection", "500ms")
                        .set("spark.executor.extraClassPath", options.classPath());
    }

    /** The image has Atelier's and Spark's JARs, an entry point that starts an executor, and the GPUs' script. */
    private static SparkConf kubernetes(SparkConf conf, ClusterOptions options, ClusterOptions.Pods pods) {
        conf.set("spark.kubernetes.container.image", pods.image())
                .set("spark.kubernetes.namespace", pods.namespace())
                .set("spark.kubernetes.authenticate.executor.serviceAccountName", pods.serviceAccount())
                // scorers and FFmpeg take their memory beside the heap
                .set("spark.executor.memoryOverhead", NATIVE_MIB * options.executorSlots() + "m")
                // all that are asked for at once, not five after five
                .set("spark.kubernetes.allocation.batch.size", Integer.toString(options.maxExecutors()))
                // not the name of a user's job
                .set("spark.kubernetes.executor.podNamePrefix", "atelier-" + Long.toHexString(System.nanoTime()));
        pods.template()
                .ifPresent(file -> conf.set(
                        "spark.kubernetes.executor.podTemplateFile",
                        file.toAbsolutePath().toString()));
        if (options.gpus().each() > 0) {
            conf.set("spark.executor.resource.gpu.vendor", "nvidia.com")
                    .set("spark.executor.resource.gpu.discoveryScript", "/opt/atelier/gpus.sh");
        }
        return conf;
    }
}
