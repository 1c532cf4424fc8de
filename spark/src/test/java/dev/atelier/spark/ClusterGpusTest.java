package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose only worker says that it has two GPUs; nothing computes on them. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClusterGpusTest {
    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;

    @BeforeAll
    static void startTheCluster() throws Exception {
        Path script = Files.writeString(
                folder.resolve("gpus.sh"), "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"3\", \"5\"]}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        cluster = new StandaloneCluster(folder.resolve("cluster"));
        cluster.start(0, 1, new LocalCluster.Lent(4, 600, 2, Optional.of(script)));
    }

    @AfterAll
    static void stopTheCluster() throws Exception {
        cluster.stop();
    }

    private static Engine engine(int cores, int memory, ClusterOptions.Gpus gpus) {
        var options = Options.of(
                cluster.status().master(), 0, 1, cores, memory, gpus, Optional.empty(), folder.resolve("cluster"));
        return new SparkEngineProvider()
                .open(options, new TellingItsShare(), RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1));
    }

    /** Batches whose only item "fails", and says what it was given. */
    private record TellingItsShare() implements RemoteTasks {
        private static final long serialVersionUID = 1L;

        @Override
        public Opened open(JobId job, long token, Share share) {
            var sleeping = new Sleeping(300).open(job, token, share);
            return new Opened() {
                @Override
                public Outcome run(Batch batch, Attempt attempt) throws InterruptedException {
                    Outcome done = sleeping.run(batch, attempt);
                    String given = share.slots() + " on " + share.gpu();
                    return new Outcome(
                            done.batch(),
                            done.token(),
                            done.attempt(),
                            done.started(),
                            done.ended(),
                            List.of(),
                            List.of(new Outcome.FailedItem(batch.number(), "item", given, Outcome.Replacement.NOTHING)),
                            done.times(),
                            done.place());
                }

                @Override
                public void rehearse(Batch part) {}

                @Override
                public void close() {
                    sleeping.close();
                }
            };
        }
    }

    @Test
    void eachBatchIsToldTheGpuThatItsSlotIsGiven() throws Exception {
        Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
        try (Engine engine = engine(4, 512, new ClusterOptions.Gpus(2, 0.5))) {
            assertThat(engine.slots()).isEqualTo(4);
            engine.run(Sleeping.work(16, events::add));
        }

        List<String> given = events.stream()
                .filter(JobEvent.BatchFinished.class::isInstance)
                .map(event -> ((JobEvent.BatchFinished) event)
                        .outcome()
                        .failed()
                        .get(0)
                        .reason())
                .toList();
        assertThat(given).hasSize(16).contains("2 on 3", "2 on 5");
        assertThat(List.of("2 on 3", "2 on 5")).containsAll(given);
    }

    @Test
    void anExecutorThatNoWorkerCanHoldIsRefusedAtOnce() {
        assertThatThrownBy(() -> engine(4, 512, new ClusterOptions.Gpus(3, 1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("--gpus-per-executor 3")
                .hasMessageContaining("2 GPUs");
        assertThatThrownBy(() -> engine(5, 512, ClusterOptions.Gpus.NONE)).hasMessageContaining("4 cores");
        assertThatThrownBy(() -> engine(1, 601, ClusterOptions.Gpus.NONE)).hasMessageContaining("600 MiB");
    }
}
