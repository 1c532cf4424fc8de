package dev.atelier.spark;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The engine on Spark's own cluster for tests: master and workers in this process, executors in others. */
class LocalClusterEngineTest extends DistantEngineContract {
    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        var files = new ClusterFolder(folder);
        files.linkSpark();
        String master = "local-cluster[" + EXECUTORS + ",1," + MEMORY + "]";
        SparkConf conf = SparkSettings.driver(Options.of(master, 0, EXECUTORS, folder))
                .set("spark.home", files.sparkHome().toString())
                .set("spark.executorEnv.SPARK_SCALA_VERSION", StandaloneCluster.SCALA)
                .set("spark.executor.memory", MEMORY + "m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", String.join(" ", NodeProcess.EXECUTOR_OPTIONS))
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        connect(conf, folder);
    }
}
