package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.engine.Work;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.pipeline.RemoteJob;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.fake.FakeImageIo;
import dev.atelier.testkit.fake.FakeModels;
import dev.atelier.testkit.fake.FakeVideoIo;
import dev.atelier.testkit.fake.ForwardingStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders of more images than a page of a listing has: they are scored while they are listed. */
@Timeout(60)
class LargeFolderTest {
    private static final int IMAGES = 2_345;

    @TempDir
    Path folder;

    private final MemoryStore ops = new MemoryStore();
    private final MemoryStore data = new MemoryStore();
    private final MemoryStore images = new MemoryStore();
    private final MemoryStore results = new MemoryStore();
    private final FakeModels models = new FakeModels(1);
    private final JobRepository repository = new JobRepository(ops, Clock.systemUTC());
    private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
    private final StopSignal stop = new StopSignal();
    private PageHook beforePage = after -> {};

    private interface PageHook {
        /** @param after the last name of the page before */
        void on(String after);
    }

    @BeforeEach
    void fill() {
        for (int i = 0; i < IMAGES; i++) {
            image(i, i % 200);
        }
        put("in/notes.txt", new byte[] {1});
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(models.open()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("listing");
    }

    private void image(int number, int value) {
        put(name(number), FakeImageIo.image(value));
    }

    private static String name(int number) {
        return String.format("in/%05d.png", number);
    }

    private void put(String name, byte[] bytes) {
        images.put(name, Content.of(bytes), WriteCondition.ALWAYS);
    }

    private Ports ports(String scratch) {
        var listed = new ForwardingStore(images) {
            @Override
            public ObjectPage list(String prefix, String after, int limit) {
                beforePage.on(after);
                return super.list(prefix, after, limit);
            }
        };
        try {
            return new Ports(
                    ops,
                    data,
                    address -> new Location(address.equals("in") ? listed : results, address),
                    new FakeVideoIo(),
                    new FakeImageIo(),
                    models,
                    Files.createDirectories(folder.resolve(scratch)),
                    Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JobSpec spec(int batchSize, boolean overwrite) {
        return new JobSpec(
                JobSpec.Input.ofFirstPage("in", "digest-of-page"),
                new JobSpec.Model("invert", "digest", "cpu"),
                null,
                new JobSpec.Output("out", overwrite, new OutputForm.Images(null, 75)),
                new JobOptions(1, FrameSize.SOURCE, batchSize, 0, OnFailedFrame.FAIL),
                Map.of());
    }

    private Optional<JobReport> run(JobSpec spec) throws InterruptedException {
        return run(spec, new InProcessEngine(2, RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1)));
    }

    private Optional<JobReport> run(JobSpec spec, Engine engine) throws InterruptedException {
        events.clear();
        return new JobRunner(ports("scratch"), engine, 2, events::add).run(spec, false, stop);
    }

    private void everyImageIsThereOnce(JobReport report, int count) throws IOException {
        assertThat(report.itemsIn()).isEqualTo(count);
        assertThat(report.itemsOut()).isEqualTo(count);
        assertThat(results.list("out/")).hasSize(count);
        for (int number : new int[] {0, 999, 1000, 1999, 2000, count - 1}) {
            try (var in = results.read("out/" + name(number).substring(3));
                    var source = images.read(name(number))) {
                int value = Integer.parseInt(text(source).substring(6));
                assertThat(text(in)).isEqualTo("image " + (255 - value));
            }
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private List<Outcome> outcomes(JobSpec spec) {
        return StreamSupport.stream(repository.outcomes(spec.id()).spliterator(), false)
                .toList();
    }

    /** The second page does not come before something of the first is scored. */
    @Test
    void itemsAreScoredBeforeAllAreListed() throws Exception {
        var scored = new CountDownLatch(40);
        models.beforeItem(item -> scored.countDown());
        beforePage = after -> {
            if (after.compareTo(name(900)) > 0 && !await(scored)) {
                throw new InfrastructureException("nothing was scored while the listing waited");
            }
        };

        JobSpec spec = spec(20, false);
        JobReport report = run(spec).orElseThrow();

        everyImageIsThereOnce(report, IMAGES);
        assertThat(report.notices()).anyMatch(notice -> notice.contains("skipped 1 file"));
        assertThat(events).filteredOn(JobEvent.Planned.class::isInstance).hasSize(1);
        var listed = events.stream()
                .filter(JobEvent.Listed.class::isInstance)
                .map(JobEvent.Listed.class::cast)
                .toList();
        assertThat(listed).extracting(JobEvent.Listed::items).isSorted().endsWith(IMAGES);
        assertThat(listed)
                .filteredOn(JobEvent.Listed::complete)
                .hasSize(1)
                .last()
                .satisfies(all -> assertThat(all.batches())
                        .isEqualTo(repository.manifest(spec.id()).orElseThrow().batches()));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A batch of more images than a page waits for as many pages as it needs. */
    @Test
    void batchesNeedNotEndWherePagesDo() throws Exception {
        for (int size : new int[] {7, 1000, 1500, 5000}) {
            waitForAPage(50);
            JobReport report = run(spec(size, true)).orElseThrow();

            everyImageIsThereOnce(report, IMAGES);
            assertThat(outcomes(spec(size, true))).hasSize((IMAGES + size - 1) / size);
        }
    }

    private void waitForAPage(int milliseconds) {
        beforePage = after -> {
            try {
                Thread.sleep(milliseconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Scores some, then loses the store that is listed. */
    private void failsAfterAPage(JobSpec spec) {
        var scored = new AtomicInteger();
        models.beforeItem(item -> scored.incrementAndGet());
        beforePage = after -> {
            if (after.compareTo(name(900)) > 0) {
                while (scored.get() < 300) {
                    Thread.onSpinWait();
                }
                throw new InfrastructureException("the store is gone");
            }
        };
        assertThatThrownBy(() -> run(spec)).hasMessageContaining("the store is gone");
        beforePage = after -> {};
        assertThat(outcomes(spec)).isNotEmpty();
        assertThat(repository.manifest(spec.id())).isEmpty();
    }

    @Test
    void whatWasScoredBeforeTheListingFailedStaysDone() throws Exception {
        JobSpec spec = spec(50, false);
        failsAfterAPage(spec);
        int before = outcomes(spec).size();

        JobReport report = run(spec).orElseThrow();

        everyImageIsThereOnce(report, IMAGES);
        assertThat(outcomes(spec)).filteredOn(outcome -> outcome.token() == 1).hasSize(before);
        assertThat(events)
                .filteredOn(JobEvent.Planned.class::isInstance)
                .singleElement()
                .satisfies(planned ->
                        assertThat(((JobEvent.Planned) planned).batchesDone()).isEqualTo(before));
    }

    @Test
    void aStopWhileListingIsOneToGoOnFrom() throws Exception {
        JobSpec spec = spec(20, false);
        models.beforeItem(item -> stop.request());
        waitForAPage(300);

        assertThat(run(spec)).isEmpty();
        int before = outcomes(spec).size();
        assertThat(before).isPositive();
        var again = new JobRunner(
                ports("scratch"),
                new InProcessEngine(2, RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1)),
                2,
                events::add);
        models.beforeItem(item -> {});
        everyImageIsThereOnce(again.run(spec, false, new StopSignal()).orElseThrow(), IMAGES);
        assertThat(outcomes(spec)).filteredOn(outcome -> outcome.token() == 1).hasSize(before);
    }

    @Test
    void aFolderThatChangedWhereItWasScoredIsBegunAnew() throws Exception {
        JobSpec spec = spec(50, false);
        failsAfterAPage(spec);
        image(500, 77);

        JobReport report = run(spec).orElseThrow();

        everyImageIsThereOnce(report, IMAGES);
        assertThat(outcomes(spec)).allMatch(outcome -> outcome.token() == 2);
        assertThat(events)
                .contains(new JobEvent.Notice(
                        spec.id(), "memory:in has changed since the job was begun; the job is begun anew"));
    }

    @Test
    void aFolderThatGrewWhileNobodyListedItIsScoredWhole() throws Exception {
        JobSpec spec = spec(50, false);
        failsAfterAPage(spec);
        image(IMAGES, 12);

        everyImageIsThereOnce(run(spec).orElseThrow(), IMAGES + 1);
        assertThat(outcomes(spec)).anyMatch(outcome -> outcome.token() == 1);
    }

    @Test
    void aFinishedJobIsDoneAgainOnlyIfTheFolderChanged() throws Exception {
        JobSpec spec = spec(100, true);
        assertThat(run(spec)).isPresent();
        var scored = new AtomicInteger();
        models.beforeItem(item -> scored.incrementAndGet());

        assertThat(run(spec)).isPresent();
        assertThat(scored.get()).isZero();

        image(2200, 99);
        everyImageIsThereOnce(run(spec).orElseThrow(), IMAGES);
        assertThat(scored.get()).isEqualTo(IMAGES);
    }

    /** Its results are not replaced without leave, whatever became of its input. */
    @Test
    void resultsOfAFolderThatChangedAreInTheWay() throws Exception {
        assertThat(run(spec(100, false))).isPresent();
        image(2200, 99);

        assertThatThrownBy(() -> run(spec(100, false)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void otherProcessesScoreWhatIsListed() throws Exception {
        waitForAPage(20);

        JobReport report = run(spec(300, false), new Engine() {
                    @Override
                    public int slots() {
                        return 1;
                    }

                    @Override
                    public void run(Work work) throws InterruptedException {
                        var share = new RemoteTasks.Share(1, "");
                        try (var early = new RemoteJob(ports("node-0"), work.job(), work.token(), share)) {
                            for (var batch : work.batches()) {
                                // one that came while the folder was listed, and others that came later
                                try (var late = new RemoteJob(ports("node-1"), work.job(), work.token(), share)) {
                                    var outcome = (batch.number() % 2 == 0 ? early : late)
                                            .run(batch, new Attempt(work.token(), 1));
                                    work.listener().on(new JobEvent.BatchFinished(work.job(), outcome));
                                }
                            }
                        }
                    }
                })
                .orElseThrow();

        everyImageIsThereOnce(report, IMAGES);
    }
}
