package dev.atelier.spark;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.RetryPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * How near batches that only sleep come to the ideal, on a cluster of processes whose executors are there: what is missing is
 * the engine's own. A program, no test: a busy machine scatters it. Arguments: executors, slots of each, batches,
 * milliseconds of each, and how many rounds.
 */
final class SleepingSlots {
    private SleepingSlots() {}

    public static void main(String[] arguments) throws Exception {
        int executors = Integer.parseInt(arguments[0]);
        int slots = Integer.parseInt(arguments[1]);
        int batches = Integer.parseInt(arguments[2]);
        long millis = Long.parseLong(arguments[3]);
        int rounds = Integer.parseInt(arguments[4]);
        Path folder = Files.createTempDirectory("atelier-slots");
        var cluster = new StandaloneCluster(folder, List.of("127.0.0.1"));
        String master =
                cluster.start(0, executors, new LocalCluster.Lent(slots, 600)).master();
        try (Engine engine = engine(master, executors, slots, millis, folder)) {
            Sleeping.awaitExecutors(engine, executors, 2 * executors * slots);
            double ideal = Math.ceil((double) batches / (executors * slots)) * millis / 1000;
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                engine.run(Sleeping.work(batches, event -> {}));
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%d batches of %d ms on %d x %d slots: %.2f s, ideal %.2f s, %.3f of ideal%n",
                        batches,
                        millis,
                        executors,
                        slots,
                        seconds,
                        ideal,
                        ideal / seconds);
            }
        } finally {
            cluster.stop();
        }
    }

    private static Engine engine(String master, int executors, int slots, long millis, Path folder) {
        var options = Options.of(
                master, executors, executors, slots, 512, ClusterOptions.Gpus.NONE, Optional.empty(), folder);
        return new SparkEngineProvider()
                .open(options, new Sleeping(millis), RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1));
    }
}
