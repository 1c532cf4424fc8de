package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.engine.Work;
import dev.atelier.testkit.EngineContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The contract of engines where executors are processes of their own: three of them, of one slot each, for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
abstract class DistantEngineContract extends EngineContract {
    static final int EXECUTORS = 3;
    static final int MEMORY = 512;

    private static JavaSparkContext spark;
    private static EventLog log;
    private static TaskServer server;

    /** Connects to the executors. */
    static void connect(SparkConf conf, Path folder) throws Exception {
        server = new TaskServer();
        log = EventLog.begin(folder.resolve("events"));
        spark = new JavaSparkContext(conf);
        for (int i = 0; i < 1200 && spark.sc().statusTracker().getExecutorInfos().length <= EXECUTORS; i++) {
            Thread.sleep(100);
        }
        assertThat(spark.sc().statusTracker().getExecutorInfos()).hasSize(EXECUTORS + 1);
    }

    @AfterAll
    static void disconnect() throws Exception {
        if (spark != null) {
            spark.close();
            log.close();
            server.close();
        }
    }

    /** They wait at the executors already. */
    @Override
    protected int begunAhead() {
        return 8;
    }

    @Override
    protected Engine engine(int slots, int attempts) {
        var options = new ClusterOptions(
                spark.master(),
                0,
                0,
                slots,
                1,
                MEMORY,
                ClusterOptions.Gpus.NONE,
                Optional.empty(),
                "",
                Path.of("nowhere"));
        var retry = new RetryPolicy(attempts, Duration.ofMillis(1), Duration.ofMillis(5));
        return new Serving(
                new SparkEngine(spark, log, server.tasks(), options, retry, Clock.systemUTC(), new Random(1)));
    }

    /** The tasks of tests stay where they are, and executors call them. */
    private record Serving(Engine engine) implements Engine {
        @Override
        public int slots() {
            return engine.slots();
        }

        @Override
        public void run(Work work) throws InterruptedException {
            server.serve(work.task());
            engine.run(work);
        }
    }
}
