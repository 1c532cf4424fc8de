package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobPrediction;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.JobState;
import dev.atelier.core.job.Lease;
import dev.atelier.core.job.Outcome.Replacement;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.planning.JobPlan;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.fake.FakeImageIo;
import dev.atelier.testkit.fake.FakeModels;
import dev.atelier.testkit.fake.FakeVideoIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobRunnerTest {
    private static final int FRAMES = 50;

    @TempDir
    Path folder;

    private final MemoryStore ops = new MemoryStore();
    private final MemoryStore data = new MemoryStore();
    private final FakeVideoIo videoIo = new FakeVideoIo();
    private final FakeModels models = new FakeModels(1);
    private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
    private final StopSignal stop = new StopSignal();
    private final JobRepository repository = new JobRepository(ops, Clock.systemUTC());
    private Path video;
    private Path style;
    private Path output;

    @BeforeEach
    void makeInputs() throws IOException {
        video = FakeVideoIo.write(folder.resolve("clip.mp4"), FRAMES);
        style = Files.write(folder.resolve("style.jpg"), FakeImageIo.image(3));
        output = folder.resolve("out.mp4");
        Files.createDirectory(folder.resolve("scratch"));
    }

    @AfterEach
    void nothingIsLeftOpen() throws IOException {
        assertThat(videoIo.open()).isZero();
        assertThat(models.open()).isZero();
        try (var scratch = Files.walk(folder.resolve("scratch"))) {
            assertThat(scratch.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private Ports ports() {
        return new Ports(
                ops,
                data,
                address -> {
                    Path path = Path.of(address);
                    return new Location(
                            new LocalStore(path.getParent()), path.getFileName().toString());
                },
                videoIo,
                new FakeImageIo(),
                models,
                folder.resolve("scratch"),
                Clock.systemUTC());
    }

    private JobSpec spec(OnFailedFrame onFailedFrame, long maxFailed) {
        return new JobSpec(
                new JobSpec.Input(JobSpec.Kind.VIDEO, video.toString(), "digest-of-clip"),
                new JobSpec.Model("invert", "digest", "cpu"),
                new JobSpec.Style(style.toString(), "digest-of-style"),
                new JobSpec.Output(output.toString(), false, new OutputForm.Video(Container.MP4, VideoCodec.H264, 75)),
                new JobOptions(1, FrameSize.SOURCE, 7, maxFailed, onFailedFrame),
                Map.of("runtime", "1"));
    }

    private JobSpec spec() {
        return spec(OnFailedFrame.FAIL, 0);
    }

    private JobSpec folderSpec(Path images, String model, Path target, OutputForm form, long maxFailed) {
        return new JobSpec(
                new JobSpec.Input(JobSpec.Kind.FOLDER, images.toString(), "digest-of-folder"),
                new JobSpec.Model(model, "digest", "cpu"),
                null,
                new JobSpec.Output(target.toString(), false, form),
                new JobOptions(1, FrameSize.SOURCE, 3, maxFailed, OnFailedFrame.FAIL),
                Map.of());
    }

    private java.util.Optional<JobReport> run(JobSpec spec, boolean fresh) throws Exception {
        var retry = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2));
        var engine = new InProcessEngine(2, retry, Clock.systemUTC(), new Random(1));
        return new JobRunner(ports(), engine, 2, events::add).run(spec, fresh, stop);
    }

    private JobReport run(JobSpec spec) throws Exception {
        return run(spec, false).orElseThrow();
    }

    private static List<String> expected() {
        return IntStream.range(0, FRAMES)
                .mapToObj(i -> Integer.toString(255 - i + 3))
                .toList();
    }

    private static Path makeImages(Path images, int count) throws IOException {
        Files.createDirectories(images.resolve("sub"));
        for (int i = 0; i < count; i++) {
            String name = (i % 2 == 0 ? "" : "sub/") + "image-" + i + ".png";
            Files.write(images.resolve(name), FakeImageIo.image(i));
        }
        return images;
    }

    @Test
    void theReportTellsWhereTheTimeWentAndWhatTheFirstBatchesHadLedToExpect() throws Exception {
        JobReport report = run(spec());
        var timing = report.timing();
        assertThat(timing.batches()).isEqualTo(8);
        assertThat(timing.executors()).isZero();
        assertThat(timing.prepare() + timing.plan() + timing.score() + timing.assemble())
                .isCloseTo(report.seconds(), within(0.05));
        assertThat(report.predicted().basis()).isEqualTo("after the first 2 of 8 batches");
        assertThat(report.predicted().seconds()).isPositive();
        assertThat(repository.report(spec().id())).contains(report);
    }

    @Test
    void aPlanThatWasMadeBeforeDecidesOnTheSizeOfBatchesAndIsReportedOn() throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < 12; i++) {
            Files.write(images.resolve(i + ".png"), FakeImageIo.image(i));
        }
        JobSpec given = folderSpec(images, "invert", folder.resolve("result"), new OutputForm.Images(null, 75), 0);
        JobSpec open = new JobSpec(
                given.input(),
                given.model(),
                null,
                given.output(),
                new JobOptions(1, FrameSize.SOURCE, 0, 0, OnFailedFrame.FAIL),
                Map.of());
        repository.write(
                new JobLayout(open.id()).plan(),
                new JobPlan(9, new JobPlan.Choice(6, 60), new JobPlan.Choice(4, 30), Instant.EPOCH));
        JobReport report = run(open);
        assertThat(repository.manifest(open.id()).orElseThrow().batches()).isEqualTo(3);
        assertThat(repository.manifest(open.id()).orElseThrow().reason()).contains("as \"atelier plan\" chose");
        assertThat(report.predicted()).isEqualTo(new JobPrediction(30, "by \"atelier plan\""));
    }

    @Test
    void everyFrameIsScoredInTheStyleAndInOrder() throws Exception {
        JobReport report = run(spec());

        // samples are bytes: 255 - 0 + 3 wraps around
        assertThat(Files.readAllLines(output))
                .isEqualTo(expected().stream()
                        .map(v -> Integer.toString(Integer.parseInt(v) & 0xff))
                        .toList());
        assertThat(report.itemsIn()).isEqualTo(FRAMES);
        assertThat(report.itemsOut()).isEqualTo(FRAMES);
        assertThat(report.copied()).containsExactly("audio #1");
        assertThat(report.failed()).isEmpty();
        assertThat(repository.state(spec().id())).isEqualTo(JobState.DONE);
    }

    @Test
    void theRecordsTellWhatHappenedToEveryItem() throws Exception {
        run(spec());
        JobLayout layout = new JobLayout(spec().id());

        assertThat(repository.outcomes(spec().id())).hasSize(8);
        String log = new String(ops.read(layout.log(7)).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(log.lines())
                .hasSize(1)
                .allMatch(line -> line.contains("\"item\":\"frame-000049\"") && line.contains("scoreMs"));
        assertThat(data.list("", "", 1).objects()).isEmpty();
        assertThat(repository.runs(spec().id())).hasSize(1);
    }

    @Test
    void aJobThatFailedGoesOnWhereItWas() throws Exception {
        models.beforeItem(value -> {
            if (value == 40) {
                throw new InfrastructureException("the device is gone");
            }
        });
        assertThatThrownBy(() -> run(spec())).hasMessage("the device is gone");
        assertThat(output).doesNotExist();
        assertThat(repository.state(spec().id())).isEqualTo(JobState.FAILED);
        int before = repository.batchesDone(spec().id()).cardinality();
        assertThat(before).isBetween(1, 7);

        models.beforeItem(value -> {});
        int scoredBefore = models.scored();
        run(spec());
        assertThat(Files.readAllLines(output)).hasSize(FRAMES);
        assertThat(models.scored() - scoredBefore).isLessThanOrEqualTo(FRAMES - 7 * (before - 1) - 1);
        assertThat(repository.runs(spec().id())).extracting("token").containsExactly(1L, 2L);
    }

    @Test
    void aFailureThatPassesCostsOnlyAnotherTry() throws Exception {
        var failures = new AtomicInteger();
        models.beforeItem(value -> {
            if (value == 20 && failures.incrementAndGet() <= 2) {
                throw new TransientException("try again");
            }
        });
        run(spec());

        assertThat(Files.readAllLines(output)).hasSize(FRAMES);
        assertThat(events.stream().filter(JobEvent.BatchRetried.class::isInstance))
                .hasSize(2);
    }

    @Test
    void askingForWhatIsDoneDoesNothing() throws Exception {
        run(spec());
        int scored = models.scored();
        run(spec());

        assertThat(models.scored()).isEqualTo(scored);
    }

    @Test
    void whatAKilledRunLeftBesideItsResultIsGoneAfterTheNext() throws Exception {
        run(spec());
        var layout = new JobLayout(spec().id());
        data.put(layout.products() + "left", Content.of("x"), WriteCondition.ALWAYS);
        Path scratch = Files.createDirectories(
                folder.resolve("scratch").resolve(layout.id().value()));
        Files.writeString(scratch.resolve("source.part"), "x");
        int scored = models.scored();
        run(spec());

        assertThat(models.scored()).isEqualTo(scored);
        assertThat(data.list("", "", 10).objects()).isEmpty();
        assertThat(scratch).doesNotExist();
    }

    @Test
    void aResultThatIsGoneOrChangedIsMadeAgain() throws Exception {
        run(spec());
        List<String> result = Files.readAllLines(output);
        Files.delete(output);
        run(spec());

        assertThat(Files.readAllLines(output)).isEqualTo(result);
    }

    @Test
    void aFreshRunForgetsEarlierOnes() throws Exception {
        run(spec());
        Files.delete(output);
        int scored = models.scored();
        run(spec(), true);

        assertThat(models.scored() - scored).isEqualTo(FRAMES);
        assertThat(repository.runs(spec().id())).hasSize(2);
    }

    @Test
    void anOutputThatExistsIsLeftAlone() throws Exception {
        Files.writeString(output, "precious");

        assertThatThrownBy(() -> run(spec()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("out.mp4 exists")
                .hasMessageContaining("--overwrite");
        assertThat(output).hasContent("precious");
        assertThat(models.scored()).isZero();
        assertThat(repository.ids()).isEmpty();
    }

    @Test
    void aJobThatCannotBeBegunLeavesNoRecord() throws Exception {
        Files.writeString(video, "garbage");
        Files.writeString(style, "garbage");

        assertThatThrownBy(() -> run(spec()))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> assertThat(e.problems())
                        .hasSize(2)
                        .anyMatch(p -> p.contains("is no video"))
                        .anyMatch(p -> p.contains("the style is no picture")));
        assertThat(ops.list("", "", 10).objects()).isEmpty();
    }

    @Test
    void aJobThatIsBeingRunIsNotRunTwice() throws Exception {
        try (Lease other = Lease.acquire(ops, spec().id(), Clock.systemUTC())) {
            assertThat(other.token()).isEqualTo(1);
            assertThatThrownBy(() -> run(spec()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("is being run by process");
        }
        run(spec());
        assertThat(repository.runs(spec().id())).extracting("token").containsExactly(2L);
    }

    @Test
    void theLeaseOfADeadProcessIsNotWaitedFor() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Lease.acquire(ops, spec().id(), Clock.systemUTC()).abandon();
        String name = new JobLayout(spec().id()).lease();
        String lease = new String(ops.read(name).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        String ofDead = lease.replace("\"pid\":" + ProcessHandle.current().pid(), "\"pid\":" + dead.pid());
        assertThat(ofDead).isNotEqualTo(lease);
        assertThatThrownBy(() -> run(spec())).hasMessageContaining("is being run by process");
        ops.put(name, Content.of(ofDead), WriteCondition.ALWAYS);

        assertThat(run(spec()).itemsOut()).isEqualTo(FRAMES);
    }

    @Test
    void aStopFinishesWhatIsUnderWayAndTheRestLater() throws Exception {
        models.beforeItem(value -> {
            if (value == 10) {
                stop.request();
            }
        });
        assertThat(run(spec(), false)).isEmpty();
        assertThat(output).doesNotExist();
        assertThat(repository.state(spec().id())).isEqualTo(JobState.INTERRUPTED);
        assertThat(repository.outcomes(spec().id())).isNotEmpty();
    }

    @Test
    void aFrameThatFailsFailsTheJobUnlessAllowed() {
        models.refuse(30);

        assertThatThrownBy(() -> run(spec()))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("frame-000030: the model refuses 30")
                .hasMessageContaining("--max-failed-items");
        assertThatThrownBy(() -> run(spec(OnFailedFrame.FAIL, 5)))
                .isInstanceOf(PoisonItemException.class)
                .hasMessageContaining("--on-failed-frame");
        assertThat(output).doesNotExist();
    }

    @Test
    void aFailedFrameIsReplacedByWhatTheUserChose() throws Exception {
        models.refuse(30);
        JobReport report = run(spec(OnFailedFrame.SOURCE, 1));

        assertThat(Files.readAllLines(output).get(30)).isEqualTo("30");
        assertThat(report.failed()).singleElement().satisfies(item -> {
            assertThat(item.item()).isEqualTo("frame-000030");
            assertThat(item.replacement()).isEqualTo(Replacement.SOURCE);
        });
        assertThat(repository.state(spec(OnFailedFrame.SOURCE, 1).id())).isEqualTo(JobState.DONE_WITH_FAILURES);
        Files.delete(output);

        run(spec(OnFailedFrame.PREVIOUS, 1));
        assertThat(Files.readAllLines(output).get(30)).isEqualTo(Integer.toString(255 - 29 + 3));
    }

    @Test
    void aDamagedFrameTakesThoseUpToTheNextKeyframeAlong() throws Exception {
        videoIo.damage(17);
        JobReport report = run(spec(OnFailedFrame.PREVIOUS, 100));

        // batches are of 7: 17 to 20 are in one, 21 to 23 need 16 as well but can be read by another reader
        assertThat(report.failed())
                .extracting("item")
                .startsWith("frame-000017")
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(Files.readAllLines(output)).hasSize(FRAMES);
    }

    @Test
    void imagesKeepTheirNamesAndFolders() throws Exception {
        Path images = makeImages(folder.resolve("images"), 10);
        Files.writeString(images.resolve("notes.txt"), "not an image");
        Path target = folder.resolve("images-out");
        JobReport report = run(folderSpec(images, "invert", target, new OutputForm.Images(null, 75), 0));

        assertThat(report.itemsOut()).isEqualTo(10);
        assertThat(report.notices()).anyMatch(notice -> notice.contains("notes.txt"));
        assertThat(target.resolve("sub/image-3.png")).hasContent("image " + (255 - 3));
        assertThat(target.resolve("image-4.png")).hasContent("image " + (255 - 4));
    }

    @Test
    void aCorruptImageIsQuarantinedAndTheRestGoesOn() throws Exception {
        Path images = makeImages(folder.resolve("images"), 10);
        Files.writeString(images.resolve("image-4.png"), "garbage");
        Path target = folder.resolve("images-out");
        OutputForm form = new OutputForm.Images(null, 75);

        assertThatThrownBy(() -> run(folderSpec(images, "invert", target, form, 0)))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("image-4.png is no image");
        JobReport report = run(folderSpec(images, "invert", target, form, 1));
        assertThat(report.itemsOut()).isEqualTo(9);
        assertThat(report.failed()).extracting("item").containsExactly("image-4.png");
        assertThat(target.resolve("image-4.png")).doesNotExist();
    }

    @Test
    void recordsComeInTheOrderOfTheItemsErrorsAmongThem() throws Exception {
        Path images = makeImages(folder.resolve("images"), 10);
        Files.writeString(images.resolve("image-4.png"), "garbage");
        Path target = folder.resolve("labels.jsonl");
        run(folderSpec(images, "value", target, new OutputForm.Records(OutputForm.Records.Format.JSONL), 1));

        List<String> lines = Files.readAllLines(target);
        assertThat(lines).hasSize(10);
        assertThat(lines)
                .element(2)
                .asString()
                .contains("\"item\":\"image-4.png\"", "\"error\":\"image-4.png is no image\"");
        assertThat(lines)
                .element(1)
                .asString()
                .contains("\"item\":\"image-2.png\"", "\"label\":\"value 2\"", "\"milliseconds\":");
        assertThat(lines).last().asString().contains("sub/image-9.png");
    }

    @Test
    void csvHasAHeaderOnce() throws Exception {
        Path images = makeImages(folder.resolve("images"), 7);
        Path target = folder.resolve("labels.csv");
        run(folderSpec(images, "value", target, new OutputForm.Records(OutputForm.Records.Format.CSV), 0));

        List<String> lines = Files.readAllLines(target);
        assertThat(lines).hasSize(8);
        assertThat(lines.get(0)).startsWith("item,seconds,label");
        assertThat(lines.get(1)).startsWith("image-0.png,,value 0,1.0,\"[{");
    }

    @Test
    void theIdDependsOnWhatChangesTheResultAndNothingElse() {
        JobId id = spec().id();
        JobSpec elsewhere = new JobSpec(
                new JobSpec.Input(JobSpec.Kind.VIDEO, "/other/name.mp4", "digest-of-clip"),
                spec().model(),
                spec().style(),
                new JobSpec.Output("/other/out.mp4", true, spec().output().form()),
                spec().options(),
                spec().runtimes());

        assertThat(id).as("the same in every process").hasToString("f4485701b4a7e93b");
        assertThat(elsewhere.id()).isEqualTo(id);
        assertThat(spec(OnFailedFrame.FAIL, 9).id()).isEqualTo(id);
        assertThat(spec(OnFailedFrame.SOURCE, 0).id()).isNotEqualTo(id);
    }
}
