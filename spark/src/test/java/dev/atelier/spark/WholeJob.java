package dev.atelier.spark;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.engine.Work;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.pipeline.RemoteJob;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.Location;
import dev.atelier.scoring.image.JdkImageIo;
import dev.atelier.scoring.onnx.OnnxRuntime;
import dev.atelier.video.FfmpegImageIo;
import dev.atelier.video.FfmpegTools;
import dev.atelier.video.FfmpegVideoIo;
import dev.atelier.video.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The sample as it is, through all of a job: stages, FFmpeg and ONNX Runtime as they are in use, so that results can be compared to
 * the byte. Its batches can be done on other nodes of this machine.
 *
 * @param folder of its records and products
 * @param cache of natives
 */
record WholeJob(String folder, String cache) implements RemoteTasks {
    private static final long serialVersionUID = 1L;

    static final int FRAMES = 144;
    static final Path CLIP =
            Path.of("..", "samples", "clip.mp4").toAbsolutePath().normalize();

    static int batches(int batchSize) {
        return (FRAMES + batchSize - 1) / batchSize;
    }

    private Ports ports(Path scratch) {
        Path home = Path.of(folder);
        FfmpegTools tools = FfmpegTools.install(Path.of(cache));
        return new Ports(
                new LocalStore(home.resolve("ops")),
                new LocalStore(home.resolve("data")),
                address -> new Location(
                        new LocalStore(Path.of(address).getParent()),
                        Path.of(address).getFileName().toString()),
                new FfmpegVideoIo(tools, Limits.DEFAULT),
                new FfmpegImageIo(tools, Limits.DEFAULT, new JdkImageIo(), JdkImageIo.DEFAULT_MAXIMUM_PIXELS),
                new OnnxRuntime(Path.of(cache), Optional.empty()),
                scratch,
                Clock.systemUTC());
    }

    @Override
    public Opened open(JobId job, long token, Share share) throws InterruptedException {
        try {
            return new RemoteJob(ports(Files.createTempDirectory(Path.of(folder), "node")), job, token, share);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end; one frame may fail. */
    JobReport run(int batchSize, Path output, Engine engine, JobListener listener)
            throws IOException, InterruptedException {
        Files.createDirectories(Path.of(folder));
        Ports ports = ports(Path.of(folder, "scratch"));
        var spec = new JobSpec(
                new JobSpec.Input(JobSpec.Kind.VIDEO, CLIP.toString(), "digest-of-clip"),
                new JobSpec.Model(OnnxRuntime.IDENTITY, "digest-of-model", "cpu"),
                null,
                new JobSpec.Output(output.toString(), false, new OutputForm.Video(Container.MP4, VideoCodec.H264, 75)),
                new JobOptions(1, FrameSize.parse("180p"), batchSize, 1, OnFailedFrame.SOURCE),
                Map.of());
        return new JobRunner(ports, engine, 2, listener)
                .run(spec, false, new StopSignal())
                .orElseThrow();
    }

    /** Its result without a cluster, and without an item, unless that is -1. */
    Path undisturbed(int batchSize, int without) throws IOException, InterruptedException {
        Path output = Path.of(folder, "expected-" + batchSize + "-" + without + ".mp4");
        var engine = new InProcessEngine(
                2, new RetryPolicy(1, Duration.ZERO, Duration.ZERO), Clock.systemUTC(), new Random(1));
        new WholeJob(Path.of(folder, "alone").toString(), cache)
                .run(batchSize, output, new LeavingOut(engine, without), event -> {});
        return output;
    }

    /** An engine that knows of an item that crashes. */
    private record LeavingOut(Engine engine, int item) implements Engine {
        @Override
        public int slots() {
            return engine.slots();
        }

        @Override
        public void run(Work work) throws InterruptedException {
            List<Batch> batches = new ArrayList<>();
            for (Batch batch : work.batches()) {
                batches.add(batch.items().contains(item) ? batch.withCrashing(List.of(item)) : batch);
            }
            engine.run(new Work(work.job(), work.token(), batches, work.task(), work.listener(), work.stop()));
        }
    }
}
