package dev.atelier.spark;

import dev.atelier.core.engine.LocalCluster;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a master and three workers, at two addresses. */
class StandaloneEngineTest extends DistantEngineContract {
    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new StandaloneCluster(folder, List.of("127.0.0.1", "127.0.0.2"));
        cluster.start(0, EXECUTORS, new LocalCluster.Lent(1, 600));
        var options = Options.of(cluster.status().master(), EXECUTORS, EXECUTORS, folder);
        SparkConf conf = SparkSettings.driver(options);
        SparkSettings.security(ClusterSecret.find(folder).orElseThrow()).forEach(conf::set);
        connect(conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1"), folder);
    }

    @AfterAll
    static void stop() throws Exception {
        disconnect();
        cluster.stop();
    }
}
