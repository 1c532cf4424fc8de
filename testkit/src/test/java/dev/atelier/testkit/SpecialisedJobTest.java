package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.ModelHandling;
import dev.atelier.core.job.ModelHandling.Statistics;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.job.VideoHandling;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.testkit.fake.FakeImageIo;
import dev.atelier.testkit.fake.FakeModels;
import dev.atelier.testkit.fake.FakeVideoIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job over a video of two shots: frames 0 to 20 are dark, 21 to 59 bright; keyframes are 0, 8, 16 and so on. */
class SpecialisedJobTest {
    private static final int FRAMES = 60;
    private static final int CUT = 21;
    private static final int STYLE = 3;

    @TempDir
    Path folder;

    private final MemoryStore ops = new MemoryStore();
    private final MemoryStore data = new MemoryStore();
    private final FakeVideoIo videoIo = new FakeVideoIo();
    private FakeModels models = new FakeModels(1);
    private Path video;
    private Path style;

    @BeforeEach
    void makeInputs() throws IOException {
        video = FakeVideoIo.write(folder.resolve("clip.mp4"), FRAMES, CUT);
        style = Files.write(folder.resolve("style.jpg"), FakeImageIo.image(STYLE));
        Files.createDirectory(folder.resolve("scratch"));
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(videoIo.open()).isZero();
        assertThat(models.open()).isZero();
    }

    private JobSpec spec(String output, int batchSize, Statistics statistics) {
        return new JobSpec(
                new JobSpec.Input(JobSpec.Kind.VIDEO, video.toString(), "digest-of-clip"),
                new JobSpec.Model("invert", "digest", "cpu"),
                new JobSpec.Style(style.toString(), "digest-of-style"),
                new JobSpec.Output(
                        folder.resolve(output).toString(),
                        false,
                        new OutputForm.Video(Container.MP4, VideoCodec.H264, 75)),
                new JobOptions(
                        1,
                        FrameSize.SOURCE,
                        batchSize,
                        0,
                        OnFailedFrame.FAIL,
                        VideoHandling.DEFAULT,
                        0,
                        new ModelHandling(statistics, Precision.AUTO)),
                Map.of());
    }

    private JobReport run(JobSpec spec) throws Exception {
        var ports = new Ports(
                ops,
                data,
                address -> new Location(
                        new LocalStore(Path.of(address).getParent()),
                        Path.of(address).getFileName().toString()),
                videoIo,
                new FakeImageIo(),
                models,
                folder.resolve("scratch"),
                Clock.systemUTC());
        var engine = new InProcessEngine(
                2, new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(2)), Clock.systemUTC(), new Random(1));
        return new JobRunner(ports, engine, 2, event -> {})
                .run(spec, false, new StopSignal())
                .orElseThrow();
    }

    /** What the fake model makes of each frame with the statistics of its shot. */
    private static List<String> expected() {
        return expected(0);
    }

    private static List<String> expected(int more) {
        List<String> lines = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            boolean bright = frame >= CUT;
            int value = frame + (bright ? 120 : 0);
            lines.add(Integer.toString((255 - value + STYLE + more + 1 + (bright ? 50 : 0)) & 0xff));
        }
        return lines;
    }

    @Test
    void eachFrameIsScoredWithTheStatisticsOfItsShot() throws Exception {
        JobReport report = run(spec("out.mp4", 10, Statistics.SHOT));
        assertThat(Files.readAllLines(folder.resolve("out.mp4"))).isEqualTo(expected());
        assertThat(report.scoring()).startsWith("fp32 (").endsWith("), statistics of 2 shots");
    }

    @Test
    void aShotIsComputedInBytesWhereNobodySeesIt() throws Exception {
        models.computeInBytes();
        JobReport report = run(spec("out.mp4", 10, Statistics.SHOT));
        assertThat(Files.readAllLines(folder.resolve("out.mp4"))).isEqualTo(expected());
        assertThat(report.scoring())
                .matches("fp32 in 1 of 2 parts \\(in 8 bits \\d\\d\\.\\d dB, .*\\), int8 in 1 of 2 parts"
                        + " \\(in 8 bits 99\\.0 dB, .*\\), statistics of 2 shots");
    }

    @Test
    void aShortShotIsDecidedOnTogetherWithTheNext() throws Exception {
        models.computeInBytes();
        FakeVideoIo.write(video, FRAMES, 12);
        JobReport report = run(spec("out.mp4", 10, Statistics.SHOT));
        assertThat(report.scoring()).matches("fp32 \\(in 8 bits .*\\), statistics of 2 shots");
    }

    @Test
    void anySplitIntoBatchesGivesTheSame() throws Exception {
        for (int itemsPerCall : new int[] {1, 4}) {
            models = new FakeModels(itemsPerCall);
            for (int batchSize : new int[] {1, 7, 20, 21, 22, FRAMES}) {
                String output = "out" + itemsPerCall + "-" + batchSize + ".mp4";
                run(spec(output, batchSize, Statistics.SHOT));
                assertThat(Files.readAllLines(folder.resolve(output)))
                        .as("%d items a call, %d a batch", itemsPerCall, batchSize)
                        .isEqualTo(expected());
                assertThat(models.open()).isZero();
            }
        }
    }

    @Test
    void aResumedJobTakesWhatWasSettledBefore() throws Exception {
        JobSpec spec = spec("out.mp4", 10, Statistics.SHOT);
        models.beforeItem(value -> {
            if (value == 170) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(() -> run(spec)).hasMessageContaining("killed");
        byte[] settled = ops.read(new JobLayout(spec.id()).specialisation()).readAllBytes();
        int observed = models.observed();
        models.beforeItem(value -> {});

        run(spec);

        assertThat(models.observed()).isEqualTo(observed).isPositive();
        assertThat(Files.readAllLines(folder.resolve("out.mp4"))).isEqualTo(expected());
        assertThat(ops.read(new JobLayout(spec.id()).specialisation()).readAllBytes())
                .isEqualTo(settled);
    }

    /** Frames 8 and 48 are the keyframes near a sixth and five sixths of the video; the one near its middle is 32. */
    @Test
    void aStyleIsFittedOnceToFramesSpreadOverAVideo() throws Exception {
        models.fitStyles(7);
        JobSpec spec = spec("out.mp4", 10, Statistics.SHOT);
        models.beforeItem(value -> {
            if (value == 170) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(() -> run(spec)).hasMessageContaining("killed");
        models.beforeItem(value -> {});

        run(spec);

        assertThat(models.fitted()).containsExactly(8, 32 + 120, 48 + 120);
        assertThat(Files.readAllLines(folder.resolve("out.mp4"))).isEqualTo(expected(7));
    }

    @Test
    void noStyleIsFittedToFramesByThemselves() throws Exception {
        models.fitStyles(7);
        run(spec("out.mp4", 10, Statistics.FRAME));
        assertThat(models.fitted()).isEmpty();
    }

    @Test
    void framesByThemselvesAreNotLookedAtBefore() throws Exception {
        JobReport report = run(spec("out.mp4", 10, Statistics.FRAME));
        assertThat(report.scoring()).startsWith("fp32 (");
        assertThat(Files.readAllLines(folder.resolve("out.mp4")).get(0))
                .isEqualTo(Integer.toString(255 + STYLE & 0xff));
        assertThat(Files.readAllLines(folder.resolve("out.mp4")).get(CUT))
                .isEqualTo(Integer.toString(255 - CUT - 120 + STYLE));
    }

    @Test
    void aDamagedVideoIsScoredFrameByFrame() throws Exception {
        videoIo.damage(40);
        assertThatThrownBy(() -> run(spec("out.mp4", 10, Statistics.SHOT))).hasMessageContaining("does not decode");
    }
}
