package dev.atelier.spark;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The engine on Spark's own cluster for tests: master and workers in this process, executors in others. */
class LocalClusterEngineTest extends DistantEngineContract {
    @TempDir
    static Path folder;

    /** Workers in this process look for Spark where tests of Spark do, or in a variable that this process has not. */
    private static final List<String> PROPERTIES = List.of("spark.testing", "spark.test.home");

    @AfterAll
    static void clear() {
        PROPERTIES.forEach(System::clearProperty);
    }

    @BeforeAll
    static void start() throws Exception {
        var files = new ClusterFolder(folder);
        files.linkSpark();
        System.setProperty(PROPERTIES.get(0), "true");
        System.setProperty(PROPERTIES.get(1), files.sparkHome().toString());
        String master = "local-cluster[" + EXECUTORS + ",1," + MEMORY + "]";
        SparkConf conf = SparkSettings.driver(Options.of(master, 0, EXECUTORS, folder))
                .set("spark.executorEnv.SPARK_SCALA_VERSION", StandaloneCluster.SCALA)
                .set("spark.executor.memory", MEMORY + "m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", String.join(" ", NodeProcess.EXECUTOR_OPTIONS))
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        connect(conf, folder);
    }
}
