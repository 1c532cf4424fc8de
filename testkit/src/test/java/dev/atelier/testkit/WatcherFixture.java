package dev.atelier.testkit;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.InvalidRequestException;
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
import dev.atelier.core.store.Location;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.core.trigger.TriggerEvent;
import dev.atelier.core.trigger.TriggerEvent.Failed;
import dev.atelier.core.trigger.TriggerJobs;
import dev.atelier.core.trigger.TriggerRequest;
import dev.atelier.core.trigger.WatchedPrefix;
import dev.atelier.core.trigger.Watcher;
import dev.atelier.testkit.fake.FakeImageIo;
import dev.atelier.testkit.fake.FakeModels;
import dev.atelier.testkit.fake.FakeVideoIo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A watcher over a store in memory, with a clock that can be set forward and jobs that fail when they are told to. */
abstract class WatcherFixture {
    static final Watcher.Pauses SHORT = new Watcher.Pauses(Duration.ofMillis(2), Duration.ofMillis(20));

    @TempDir
    Path scratch;

    final MemoryStore store = new MemoryStore();
    final MemoryStore ops = new MemoryStore();
    final FakeModels models = new FakeModels(1);
    final Queue<TriggerEvent> events = new ConcurrentLinkedQueue<>();
    final AtomicLong secondsLater = new AtomicLong();
    final Jobs jobs = new Jobs();
    final StopSignal stop = new StopSignal();

    @BeforeEach
    void putMedia() {
        for (int i = 0; i < 10; i++) {
            put("in/frames/" + i + ".png", new String(FakeImageIo.image(i), StandardCharsets.UTF_8));
        }
        put("in/p.png", "image 3");
        put("elsewhere/secret/0.png", "image 9");
    }

    void put(String name, String text) {
        store.put(name, Content.of(text), WriteCondition.ALWAYS);
    }

    String text(String name) {
        try (var in = store.read(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        store.list(prefix).forEach(object -> names.add(object.name().substring(prefix.length())));
        return names;
    }

    /** A clock that can be set forward. */
    final Clock clock = new Clock() {
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
    final class Jobs implements TriggerJobs {
        final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        final List<TriggerRequest> requests = new ArrayList<>();

        @Override
        public Set<String> options() {
            return Set.of("style", "model", "size", "max-failed-items", "overwrite");
        }

        @Override
        public synchronized JobSpec specify(WatchedPrefix prefix, TriggerRequest request) {
            requests.add(request);
            String input = prefix.inbox().child(request.input());
            var digest = new StringBuilder();
            store.list(input + "/").forEach(object -> digest.append(object.etag()));
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

    Watcher watcher() {
        return watcher(store);
    }

    Watcher watcher(ObjectStore inbox) {
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

    void watchOnce() throws InterruptedException {
        watcher().watch(true, stop);
    }

    <T extends TriggerEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    String record(String beginning) {
        return names(beginning).stream()
                .filter(name -> name.endsWith(".json"))
                .map(name -> text(beginning + name))
                .findFirst()
                .orElse("no record");
    }
}
