package dev.atelier.spark;

import dev.atelier.core.engine.ClusterOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;

/** The settings of Spark: those that all processes of a cluster share, and those of a driver. */
final class SparkSettings {
    private SparkSettings() {}

    /** Who talks must have the secret, and nobody else understands it. */
    static Map<String, String> security(String secret) {
        return Map.of(
                "spark.authenticate", "true",
                "spark.authenticate.secret", secret,
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
        settings.put("spark.worker.cleanup.enabled", "true");
        settings.put("spark.worker.cleanup.appDataTtl", "3600");
        settings.putAll(timeouts());
        return settings;
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
                // the driver tries again itself, and says so
                .set("spark.task.maxFailures", "1")
                // native code does not hear interrupts
                .set("spark.task.reaper.enabled", "true")
                .set("spark.task.reaper.killTimeout", "60s")
                .set("spark.task.reaper.threadDump", "false")
                .set("spark.locality.wait", "0s");
        timeouts().forEach(conf::set);
        if (options.master().startsWith("local")) {
            return conf;
        }
        return conf.set("spark.dynamicAllocation.enabled", "true")
                .set("spark.dynamicAllocation.shuffleTracking.enabled", "true")
                .set("spark.dynamicAllocation.minExecutors", Integer.toString(options.minExecutors()))
                .set("spark.dynamicAllocation.initialExecutors", Integer.toString(options.initialExecutors()))
                .set("spark.dynamicAllocation.maxExecutors", Integer.toString(options.maxExecutors()))
                .set("spark.dynamicAllocation.executorIdleTimeout", "10s")
                .set("spark.dynamicAllocation.schedulerBacklogTimeout", "1s")
                .set("spark.decommission.enabled", "true")
                .set("spark.standalone.executorRemoveDelayOnDisconnection", "500ms")
                .set("spark.executor.cores", Integer.toString(options.executorCores()))
                .set("spark.executor.memory", options.executorMemory() + "m")
                .set("spark.executor.extraClassPath", options.classPath())
                .set("spark.executor.extraJavaOptions", String.join(" ", NodeProcess.EXECUTOR_OPTIONS))
                // as the launcher sets them
                .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
                .set("spark.executorEnv.OMP_WAIT_POLICY", "passive");
    }
}
