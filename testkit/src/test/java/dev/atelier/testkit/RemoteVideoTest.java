package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.fake.FakeImageIo;
import dev.atelier.testkit.fake.FakeModels;
import dev.atelier.testkit.fake.FakeVideoIo;
import dev.atelier.testkit.fake.ForwardingStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A video in a store that is no folder. */
class RemoteVideoTest {
    @TempDir
    Path folder;

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger segments = new AtomicInteger();

    @Test
    void itIsReadOnceHoweverManyBatchesThereAreAndWhatTheyWriteNotAtAll() throws Exception {
        var media = new MemoryStore();
        Path clip = FakeVideoIo.write(folder.resolve("clip.mp4"), 50);
        media.put("in.mp4", Content.of(clip), WriteCondition.ALWAYS);
        media.put("style.jpg", Content.of(FakeImageIo.image(3)), WriteCondition.ALWAYS);
        var counted = new Counted(media);
        var ports = new Ports(
                new MemoryStore(),
                new Counted(new MemoryStore()),
                address -> new Location(counted, address),
                new FakeVideoIo(),
                new FakeImageIo(),
                new FakeModels(1),
                Files.createDirectory(folder.resolve("scratch")),
                Clock.systemUTC());
        var spec = new JobSpec(
                new JobSpec.Input(JobSpec.Kind.VIDEO, "in.mp4", "digest-of-clip"),
                new JobSpec.Model("invert", "digest", "cpu"),
                new JobSpec.Style("style.jpg", "digest-of-style"),
                new JobSpec.Output("out.mp4", false, new OutputForm.Video(Container.MP4, VideoCodec.H264, 75)),
                new JobOptions(1, FrameSize.SOURCE, 7, 0, OnFailedFrame.FAIL),
                Map.of());
        var engine = new InProcessEngine(2, RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1));
        new JobRunner(ports, engine, 2, event -> {}).run(spec, false, new StopSignal());

        assertThat(media.stat("out.mp4")).isPresent();
        assertThat(reads).hasValue(1);
        assertThat(segments).hasValue(0);
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    private final class Counted extends ForwardingStore {
        Counted(ObjectStore store) {
            super(store);
        }

        @Override
        protected void reading(String name) {
            if (name.equals("in.mp4")) {
                reads.incrementAndGet();
            } else if (name.endsWith(".segment")) {
                segments.incrementAndGet();
            }
        }
    }
}
