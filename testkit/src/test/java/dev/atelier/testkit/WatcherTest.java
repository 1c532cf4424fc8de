package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.Listing;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.core.trigger.TriggerEvent;
import dev.atelier.core.trigger.TriggerEvent.Begun;
import dev.atelier.core.trigger.TriggerEvent.Failed;
import dev.atelier.core.trigger.TriggerEvent.Finished;
import dev.atelier.core.trigger.TriggerEvent.Refused;
import dev.atelier.core.trigger.TriggerEvent.Stopped;
import dev.atelier.core.trigger.TriggerEvent.Trouble;
import dev.atelier.core.trigger.TriggerJobs;
import dev.atelier.core.trigger.TriggerRequest;
import dev.atelier.core.trigger.WatchedPrefix;
import dev.atelier.core.trigger.Watcher;
import dev.atelier.testkit.fake.FakeImageIo;
import dev.atelier.testkit.fake.FakeModels;
import dev.atelier.testkit.fake.FakeVideoIo;
import dev.atelier.testkit.fake.ForwardingStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WatcherTest {
    private static final Watcher.Pauses SHORT = new Watcher.Pauses(Duration.ofMillis(2), Duration.ofMillis(20));

    @TempDir
    Path scratch;

    private final MemoryStore store = new MemoryStore();
    private final MemoryStore ops = new MemoryStore();
    private final FakeModels models = new FakeModels(1);
    private final Queue<TriggerEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicLong secondsLater = new AtomicLong();
    private final Jobs jobs = new Jobs();
    private final StopSignal stop = new StopSignal();

    @BeforeEach
    void putMedia() {
        for (int i = 0; i < 10; i++) {
            put("in/frames/" + i + ".png", new String(FakeImageIo.image(i), StandardCharsets.UTF_8));
        }
        put("in/p.png", "image 3");
        put("elsewhere/secret/0.png", "image 9");
    }

    private void put(String name, String text) {
        store.put(name, Content.of(text), WriteCondition.ALWAYS);
    }

    private String text(String name) {
        try (var in = store.read(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        new Listing(store, prefix).forEach(object -> names.add(object.name().substring(prefix.length())));
        return names;
    }

    /** A clock that can be set forward. */
    private final Clock clock = new Clock() {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plusSeconds(secondsLater.get());
        }
    };

    /** Runs jobs over images of the memory store, and fails before that as often as it is told. */
    private final class Jobs implements TriggerJobs {
        private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        private final List<TriggerRequest> requests = new ArrayList<>();

        @Override
        public Set<String> options() {
            return Set.of("style", "model", "size", "max-failed-items", "overwrite");
        }

        @Override
        public synchronized JobSpec specify(WatchedPrefix prefix, TriggerRequest request) {
            requests.add(request);
            String input = prefix.inbox().child(request.input());
            var digest = new StringBuilder();
            new Listing(store, input + "/").forEach(object -> digest.append(object.etag()));
            if (digest.isEmpty()) {
                throw new InvalidRequestException("there is no folder " + input);
            }
            String output = request.output() != null ? request.output() : request.input() + "-styled";
            return new JobSpec(
                    new JobSpec.Input(
                            JobSpec.Kind.FOLDER,
                            store.address(input),
                            Digest.of(digest.toString().getBytes(StandardCharsets.UTF_8))),
                    new JobSpec.Model("invert", "digest", "cpu"),
                    request.options().containsKey("style")
                            ? new JobSpec.Style(request.options().get("style"), "digest-of-style")
                            : null,
                    new JobSpec.Output(
                            store.address(prefix.results().child(output)), false, new OutputForm.Images(null, 75)),
                    new JobOptions(
                            1,
                            FrameSize.SOURCE,
                            2,
                            Long.parseLong(request.options().getOrDefault("max-failed-items", "0")),
                            OnFailedFrame.FAIL),
                    Map.of());
        }

        @Override
        public Optional<JobReport> run(JobSpec spec, JobListener listener, StopSignal stopJob)
                throws InterruptedException {
            RuntimeException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            var ports = new Ports(
                    ops,
                    ops,
                    address -> new Location(store, address.substring("memory:".length())),
                    new FakeVideoIo(),
                    new FakeImageIo(),
                    models,
                    scratch,
                    clock);
            var retry = new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1));
            var engine = new InProcessEngine(2, retry, clock, new Random(1));
            return new JobRunner(ports, engine, 2, listener).run(spec, false, stopJob);
        }
    }

    private Watcher watcher() {
        return watcher(store);
    }

    private Watcher watcher(ObjectStore inbox) {
        var prefix = new WatchedPrefix(new Location(inbox, "in"), new Location(store, "out"));
        return new Watcher(
                prefix,
                jobs,
                ops,
                1,
                SHORT,
                event -> {
                    events.add(event);
                    if (event instanceof Failed) {
                        secondsLater.addAndGet(600);
                    }
                },
                clock);
    }

    private void watchOnce() throws InterruptedException {
        watcher().watch(true, stop);
    }

    private <T extends TriggerEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void aTriggerThatNamesAFolderGivesResultsReportAndLogs() throws Exception {
        put("in/trigger-1", "frames/\n");
        watchOnce();

        assertThat(names("out/frames-styled/")).hasSize(10);
        assertThat(text("out/frames-styled/4.png")).isEqualTo("image " + (255 - 4));
        assertThat(names("in/trigger")).isEmpty();
        assertThat(names("in/claims/")).isEmpty();
        assertThat(names("in/done/")).hasSize(2);
        String moved = names("in/done/").get(0);
        assertThat(moved).startsWith("trigger-1-");
        assertThat(text("in/done/" + moved)).isEqualTo("frames/\n");
        assertThat(text("in/done/" + moved + ".json"))
                .contains("\"fate\":\"DONE\"", "\"itemsOut\":10", "\"output\":\"memory:out/frames-styled\"");
        assertThat(text("out/logs/" + moved + "/report.json")).contains("\"itemsIn\":10");
        assertThat(text("out/logs/" + moved + "/00000000.jsonl")).contains("\"item\":\"0.png\"");
        assertThat(names("out/logs/" + moved + "/")).hasSize(6);
    }

    @Test
    void aTriggerInJsonGivesOptionsOverTheDefaultsOfThePrefix() throws Exception {
        put("in/defaults.json", "{\"style\": \"p.png\", \"size\": \"720p\", \"max-failed-items\": 3}");
        put(
                "in/trigger.json",
                "{\"input\": \"frames\", \"output\": \"a/b\", \"size\": \"1280x720\", \"overwrite\": true}");
        watchOnce();

        assertThat(jobs.requests).singleElement().satisfies(request -> {
            assertThat(request.output()).isEqualTo("a/b");
            assertThat(request.options())
                    .isEqualTo(Map.of(
                            "style",
                            "memory:in/p.png",
                            "size",
                            "1280x720",
                            "max-failed-items",
                            "3",
                            "overwrite",
                            "true"));
        });
        assertThat(text("out/a/b/4.png")).isEqualTo("image " + (255 - 4 + 3));
    }

    @Test
    void defaultsThatCannotBeUsedRejectNothing() throws Exception {
        put("in/defaults.json", "{\"colour\": \"red\"}");
        put("in/trigger-1", "frames");

        assertThatThrownBy(this::watchOnce)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("memory:in/defaults.json: the key \"colour\" is not known");
        assertThat(names("in/trigger")).containsExactly("-1");
        assertThat(names("in/rejected/")).isEmpty();
    }

    private static Map<String, String> hostile() {
        Map<String, String> hostile = new LinkedHashMap<>();
        hostile.put("", "is empty");
        hostile.put(" \n ", "is empty");
        hostile.put("a\nb", "several lines");
        hostile.put("../elsewhere/secret", "leaves the prefix");
        hostile.put("frames/../../elsewhere/secret", "leaves the prefix");
        hostile.put("/etc", "no relative name");
        hostile.put("..\\elsewhere", "no relative name");
        hostile.put("frames//x", "leaves the prefix or has an empty part");
        hostile.put("file:///etc", "names another store");
        hostile.put("s3://bucket/x", "names another store");
        hostile.put("az:x", "names another store");
        hostile.put("https://example.org/clip.mp4", "names another store");
        hostile.put("fra\u0007mes", "control characters");
        hostile.put("x".repeat(2000), "longer than");
        hostile.put("claims/x", "record of the watcher's");
        hostile.put("done", "record of the watcher's");
        hostile.put("trigger-2", "or a trigger");
        hostile.put("defaults.json", "or a trigger");
        hostile.put("missing", "there is no folder in/missing");
        hostile.put("{", "no JSON object");
        hostile.put("{\"input\": \"frames\"", "no JSON object");
        hostile.put("{\"input\": \"frames\"} {}", "more behind");
        hostile.put("{\"input\": \"frames\", \"input\": \"other\"}", "Duplicate");
        hostile.put("{\"input\": [\"frames\"]}", "nothing nested");
        hostile.put("{\"input\": null}", "nothing null");
        hostile.put("{\"a\":".repeat(9000) + "1", "nothing nested");
        hostile.put("{\"input\": \"frames\", \"command\": \"rm\"}", "\"command\" is not known");
        hostile.put("{\"size\": \"720p\"}", "there is no input");
        hostile.put("{\"input\": \"frames\", \"output\": \"../x\"}", "leaves the prefix");
        hostile.put("{\"input\": \"frames\", \"output\": \"/x\"}", "no relative name");
        hostile.put("{\"input\": \"frames\", \"output\": \"logs/x\"}", "among the logs");
        hostile.put("{\"input\": \"frames\", \"style\": \"../elsewhere/p.png\"}", "the style");
        hostile.put("{\"input\": \"frames\", \"model\": \"/root/evil.onnx\"}", "no plain name");
        hostile.put("{\"input\": \"frames\", \"model\": \"../evil\"}", "no plain name");
        hostile.put("{\"input\": \"frames\", \"size\": \"99999x99999\"}", "more than 7680x4320");
        hostile.put("{\"input\": \"frames\", \"size\": \"99999p\"}", "more than 7680x4320");
        hostile.put("{\"input\": \"frames\", \"size\": \"" + "9".repeat(5000) + "\"}", "too long");
        return hostile;
    }

    @Test
    void everyHostileTriggerIsRejectedWithItsReasonAndNothingIsRun() throws Exception {
        Map<String, String> hostile = hostile();
        List<String> texts = List.copyOf(hostile.keySet());
        for (int i = 0; i < texts.size(); i++) {
            put("in/trigger-" + (100 + i), texts.get(i));
        }
        store.put("in/trigger-binary", Content.of(new byte[] {(byte) 0xff, (byte) 0xfe, 0}), WriteCondition.ALWAYS);
        watchOnce();

        assertThat(models.scored()).isZero();
        assertThat(names("in/trigger")).isEmpty();
        assertThat(names("out/")).isEmpty();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String record = record("in/rejected/trigger-" + (100 + i) + "-");
            assertThat(record)
                    .as(text)
                    .contains(hostile.get(text).replace("\"", "\\\""))
                    .doesNotContain("\\n");
        }
        assertThat(record("in/rejected/trigger-binary-")).contains("no text in UTF-8");
        assertThat(names("in/rejected/")).hasSize(2 * texts.size() + 2);
    }

    private String record(String beginning) {
        return names(beginning).stream()
                .filter(name -> name.endsWith(".json"))
                .map(name -> text(beginning + name))
                .findFirst()
                .orElse("no record");
    }

    @Test
    void allProblemsOfATriggerAreToldTogether() throws Exception {
        put("in/trigger-1", "{\"output\": \"../x\", \"colour\": 1, \"size\": \"99999x99999\"}");
        watchOnce();

        assertThat(all(Refused.class)).singleElement().satisfies(refused -> assertThat(refused.reason())
                .contains("there is no input", "leaves the prefix", "\"colour\" is not known", "more than 7680x4320"));
    }

    @Test
    void whatIsTooLargeForATriggerStaysWhereItIs() throws Exception {
        put("in/trigger-happy.mp4", "x".repeat(70_000));
        watchOnce();
        watchOnce();

        assertThat(names("in/trigger")).containsExactly("-happy.mp4");
        assertThat(names("in/rejected/")).singleElement().asString().startsWith("trigger-happy.mp4-");
        assertThat(record("in/rejected/")).contains("70000 bytes, more than the allowed");
    }

    @Test
    void aThousandBadTriggersDoNotDelayAGoodOne() throws Exception {
        for (int i = 0; i < 1000; i++) {
            put("in/trigger-" + (1000 + i), i % 2 == 0 ? "../x" : "{\"nonsense\":");
        }
        put("in/trigger-zzz", "frames");
        // a store where reading is quick and moving is slow, so that it shows who waits for whom
        var slow = new ForwardingStore(store) {
            @Override
            public void delete(String name) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.delete(name);
            }
        };
        watcher(slow).watch(true, stop);

        List<TriggerEvent> inOrder = List.copyOf(events);
        long before = inOrder.stream()
                .takeWhile(event -> !(event instanceof Begun))
                .filter(Refused.class::isInstance)
                .count();
        assertThat(before).isLessThan(700);
        assertThat(all(Finished.class)).hasSize(1);
        assertThat(all(Refused.class)).hasSize(1000);
        assertThat(names("in/trigger")).isEmpty();
        assertThat(names("in/rejected/")).hasSize(2000);
        assertThat(names("out/frames-styled/")).hasSize(10);
    }

    @Test
    void foldersAndMediaBesideTheTriggersAreNoTriggers() throws Exception {
        put("in/trigger-folder/0.png", "image 1");
        put("in/trigger-folder/trigger-2", "frames");
        put("in/clip-of-a-trigger", "frames");
        put("in/trigger-last", "frames");
        watchOnce();

        assertThat(all(Begun.class)).hasSize(1);
        assertThat(names("in/trigger")).containsExactly("-folder/0.png", "-folder/trigger-2");
    }

    @Test
    void twoWatchersAtOnceRunEachTriggerOnce() throws Exception {
        for (int round = 0; round < 100; round++) {
            put("in/trigger-" + round, "{\"input\": \"frames\", \"output\": \"round-" + round + "\"}");
            List<Throwable> thrown = java.util.Collections.synchronizedList(new ArrayList<>());
            List<Thread> watchers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        watchOnce();
                    } catch (InterruptedException | RuntimeException e) {
                        thrown.add(e);
                    }
                });
                watchers.add(thread);
            }
            watchers.forEach(Thread::start);
            for (Thread thread : watchers) {
                thread.join();
            }
            assertThat(thrown).isEmpty();
            assertThat(all(Begun.class)).as("round %d", round).hasSize(round + 1);
            assertThat(all(Finished.class)).hasSize(round + 1);
        }
        assertThat(all(Trouble.class)).isEmpty();
        assertThat(all(Refused.class)).isEmpty();
        assertThat(names("in/done/")).hasSize(200);
        assertThat(names("in/claims/")).isEmpty();
        assertThat(names("in/trigger")).isEmpty();
    }

    @Test
    void aFailureThatPassesIsTriedAgainLater() throws Exception {
        jobs.failures.add(new TransientException("the store timed out"));
        jobs.failures.add(new InfrastructureException("the disk is full"));
        put("in/trigger-1", "frames");
        watchOnce();

        assertThat(all(Failed.class))
                .extracting(Failed::reason)
                .containsExactly("the store timed out", "the disk is full");
        assertThat(all(Finished.class)).hasSize(1);
        assertThat(names("in/claims/")).isEmpty();
    }

    @Test
    void aTriggerThatGoesOnFailingIsQuarantinedWithItsCause() throws Exception {
        for (int i = 0; i < 9; i++) {
            jobs.failures.add(new IllegalStateException("wrapped", new IOException("no space left")));
        }
        put("in/trigger-1", "frames");
        watchOnce();

        assertThat(all(Begun.class)).hasSize(5);
        assertThat(record("in/quarantined/"))
                .contains("\"reason\":\"a bug: IOException: no space left\"", "\"failures\":5");
        assertThat(names("in/trigger")).isEmpty();
        assertThat(names("in/claims/")).isEmpty();
        assertThat(text("out/logs/" + names("in/quarantined/").get(0) + "/report.json"))
                .contains("no space left");
    }

    @Test
    void aJobThatAlwaysFailsIsQuarantinedAtOnce() throws Exception {
        models.refuse(5);
        put("in/trigger-1", "frames");
        put("in/trigger-2", "{\"input\": \"frames\", \"max-failed-items\": 1}");
        watchOnce();

        assertThat(record("in/quarantined/trigger-1-"))
                .contains("1 item failed, more than the allowed 0", "5.png: the model refuses 5");
        assertThat(all(Failed.class)).isEmpty();
        assertThat(record("in/done/trigger-2-")).contains("\"failed\":1", "\"itemsOut\":9");
    }

    @Test
    void anOutageCostsNoTries() throws Exception {
        for (int i = 0; i < 20; i++) {
            jobs.failures.add(new OutageException("the credentials have expired"));
        }
        put("in/trigger-1", "frames");
        watchOnce();

        assertThat(all(Trouble.class)).hasSize(20).allMatch(trouble -> trouble.reason()
                .contains("credentials have expired"));
        assertThat(all(Finished.class)).hasSize(1);
    }

    @Test
    void aWatcherThatIsStoppedLeavesTheTriggerToTheNext() throws Exception {
        models.beforeItem(value -> {
            if (value == 5) {
                stop.request();
            }
        });
        put("in/trigger-1", "frames");
        watchOnce();
        assertThat(all(Stopped.class)).hasSize(1);
        assertThat(names("in/trigger")).containsExactly("-1");
        int scored = models.scored();
        assertThat(scored).isBetween(4, 9);

        models.beforeItem(value -> {});
        watcher().watch(true, new StopSignal());
        assertThat(all(Finished.class)).hasSize(1);
        assertThat(models.scored()).isEqualTo(10);
        assertThat(names("out/frames-styled/")).hasSize(10);
    }

    @Test
    void aTriggerThatIsPutAgainWhileItRunsIsRunAgain() throws Exception {
        var replaced = new AtomicInteger();
        models.beforeItem(value -> {
            if (value == 5 && replaced.getAndIncrement() == 0) {
                put("in/trigger", "{\"input\": \"frames\", \"output\": \"second\"}");
            }
        });
        put("in/trigger", "frames");
        watchOnce();

        assertThat(all(Finished.class)).hasSize(2);
        assertThat(names("out/second/")).hasSize(10);
        assertThat(names("in/trigger")).isEmpty();
    }

    @Test
    void aMillionMediaBesideTheTriggersAreNotListed() throws Exception {
        for (int i = 0; i < 3000; i++) {
            put("in/media-" + i + ".png", "image 1");
            put("in/zz-media-" + i + ".png", "image 1");
        }
        var listed = new AtomicInteger();
        var counting = new ForwardingStore(store) {
            @Override
            public ObjectPage list(String prefix, String after, int limit) {
                var page = super.list(prefix, after, limit);
                listed.addAndGet(page.objects().size());
                return page;
            }
        };
        put("in/trigger-1", "nowhere");
        watcher(counting).watch(true, stop);

        assertThat(all(Refused.class)).hasSize(1);
        assertThat(listed.get()).isLessThan(10);
    }
}
