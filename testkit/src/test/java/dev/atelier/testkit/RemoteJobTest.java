package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.Work;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.pipeline.RemoteJob;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.testkit.fake.FakeImageIo;
import dev.atelier.testkit.fake.FakeModels;
import dev.atelier.testkit.fake.FakeVideoIo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of a job that another process drives. */
class RemoteJobTest {
    private static final int FRAMES = 20;
    private static final int CRASHING = 9;

    @TempDir
    Path folder;

    private final MemoryStore ops = new MemoryStore();
    private final MemoryStore data = new MemoryStore();
    private final FakeModels models = new FakeModels(1);
    private final Set<Integer> scored = ConcurrentHashMap.newKeySet();

    private Ports ports(String scratch) throws IOException {
        return new Ports(
                ops,
                data,
                address -> new Location(
                        new LocalStore(Path.of(address).getParent()),
                        Path.of(address).getFileName().toString()),
                new FakeVideoIo(),
                new FakeImageIo(),
                models,
                Files.createDirectories(folder.resolve(scratch)),
                Clock.systemUTC());
    }

    private JobReport run(RunsRemotely engine) throws Exception {
        Path video = FakeVideoIo.write(folder.resolve("clip.mp4"), FRAMES);
        models.beforeItem(scored::add);
        var spec = new JobSpec(
                new JobSpec.Input(JobSpec.Kind.VIDEO, video.toString(), "digest-of-clip"),
                new JobSpec.Model("invert", "digest", "cpu"),
                null,
                new JobSpec.Output(
                        folder.resolve("out.mp4").toString(),
                        false,
                        new OutputForm.Video(Container.MP4, VideoCodec.H264, 75)),
                new JobOptions(1, FrameSize.SOURCE, 7, 1, OnFailedFrame.PREVIOUS),
                Map.of());
        return new JobRunner(ports("scratch"), engine, 1, event -> {})
                .run(spec, false, new StopSignal())
                .orElseThrow();
    }

    /** An engine that opens the job as a node of a cluster does. */
    private abstract class RunsRemotely implements Engine {
        @Override
        public int slots() {
            return 1;
        }

        @Override
        public void run(Work work) throws InterruptedException {
            try (var job =
                    new RemoteJob(ports("scratch-of-node"), work.job(), work.token(), new RemoteTasks.Share(1, ""))) {
                scored.clear();
                for (Batch batch : work.batches()) {
                    run(work, job, batch);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        abstract void run(Work work, RemoteJob job, Batch batch) throws InterruptedException;

        void finish(Work work, RemoteJob job, Batch batch) throws InterruptedException {
            var outcome = job.run(batch, new Attempt(work.token(), 1));
            work.listener().on(new JobEvent.BatchFinished(work.job(), outcome));
        }
    }

    @Test
    void anItemThatCrashesIsNotScoredAndCountsAsFailed() throws Exception {
        JobReport report = run(new RunsRemotely() {
            @Override
            void run(Work work, RemoteJob job, Batch batch) throws InterruptedException {
                finish(work, job, batch.withCrashing(List.of(CRASHING)));
            }
        });

        assertThat(scored).hasSize(FRAMES - 1).doesNotContain(CRASHING);
        assertThat(report.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.index()).isEqualTo(CRASHING);
            assertThat(failed.reason()).contains("crashes");
        });
        List<String> lines = Files.readAllLines(folder.resolve("out.mp4"));
        assertThat(lines).hasSize(FRAMES);
        assertThat(lines.get(CRASHING)).isEqualTo(lines.get(CRASHING - 1));
    }

    @Test
    void aRehearsalScoresAndKeepsNothing() throws Exception {
        JobReport report = run(new RunsRemotely() {
            @Override
            void run(Work work, RemoteJob job, Batch batch) throws InterruptedException {
                if (batch.number() == 0) {
                    int before = data.list("", "", 100).objects().size();
                    job.rehearse(batch.withCrashing(List.of(3)).part(new FrameRange(2, 3)));
                    job.rehearse(batch.part(new FrameRange(FRAMES - 1, 5)));
                    job.rehearse(batch.part(new FrameRange(FRAMES, 5)));
                    assertThat(scored).containsExactlyInAnyOrder(2, 4, FRAMES - 1);
                    assertThat(data.list("", "", 100).objects()).hasSize(before);
                }
                finish(work, job, batch);
            }
        });

        assertThat(report.failed()).isEmpty();
    }
}
