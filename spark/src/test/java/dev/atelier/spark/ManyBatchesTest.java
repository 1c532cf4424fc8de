package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.job.JobEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a driver keeps of batches that are done does not grow with their number: 3000 of them, or as many as
 * {@code -Datelier.batches} says.
 */
class ManyBatchesTest {
    private static final int BATCHES = Integer.getInteger("atelier.batches", 3000);
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void theDriverStaysSmall() throws Exception {
        var options =
                new ClusterOptions("local[2]", 0, 0, 2, 1, 512, ClusterOptions.Gpus.NONE, Optional.empty(), "", folder);
        var done = new AtomicInteger();
        var afterAThird = new AtomicLong();
        var most = new AtomicLong();
        long start = System.nanoTime();
        var engine = new SparkEngine(
                new JavaSparkContext(SparkSettings.driver(options)),
                EventLog.begin(folder.resolve("events")),
                new Sleeping(0),
                options,
                RetryPolicy.DEFAULT,
                Clock.systemUTC(),
                new Random(1));
        try (engine) {
            engine.run(Sleeping.work(BATCHES, event -> {
                if (event instanceof JobEvent.BatchFinished) {
                    int now = done.incrementAndGet();
                    if (now % (BATCHES / 6) == 0) {
                        long used = used();
                        most.accumulateAndGet(used, Math::max);
                        if (now == 2 * (BATCHES / 6)) {
                            afterAThird.set(used);
                        }
                    }
                }
            }));
        }
        System.out.printf(
                "%d batches in %.1f s; %d MiB in use after a third of them, %d MiB at most%n",
                BATCHES, (System.nanoTime() - start) / 1e9, afterAThird.get() / MIB, most.get() / MIB);
        assertThat(done).hasValue(BATCHES);
        assertThat(most.get()).isLessThan(afterAThird.get() + 64 * MIB).isLessThan(512 * MIB);
    }

    /** What a full collection leaves; other threads go on, so that what is in use now would tell how late it is. */
    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
