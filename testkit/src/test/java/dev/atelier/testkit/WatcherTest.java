package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.core.trigger.TriggerEvent.Begun;
import dev.atelier.core.trigger.TriggerEvent.Finished;
import dev.atelier.core.trigger.TriggerEvent.Refused;
import dev.atelier.core.trigger.TriggerEvent.Stopped;
import dev.atelier.core.trigger.TriggerEvent.Trouble;
import dev.atelier.testkit.fake.FaultyStore;
import dev.atelier.testkit.fake.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What watchers do with triggers that can be run. */
@Timeout(120)
class WatcherTest extends WatcherFixture {
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
    void aTriggerThatIsReplacedWhileItIsMovedAwayIsNotLost() throws Exception {
        var replaced = new AtomicInteger();
        var replacing = new ForwardingStore(store) {
            @Override
            public boolean delete(ObjectInfo version) {
                if (version.name().equals("in/trigger") && replaced.getAndIncrement() == 0) {
                    WatcherTest.this.put("in/trigger", "{\"input\": \"frames\", \"output\": \"second\"}");
                }
                return super.delete(version);
            }
        };
        put("in/trigger", "frames");
        watcher(replacing).watch(true, stop);

        assertThat(all(Finished.class)).hasSize(2);
        assertThat(names("out/second/")).hasSize(10);
        assertThat(names("in/trigger")).isEmpty();
    }

    @Test
    void listsThatLackWhatWasWrittenLastLoseAndDoubleNothing() throws Exception {
        var faulty = new FaultyStore(store, Map.of(FaultyStore.Fault.STALE, 0.9), 7);
        int rounds = 50;
        for (int round = 0; round < rounds; round++) {
            String text = "{\"input\": \"frames\", \"output\": \"round-" + round + "\"}";
            faulty.put("in/trigger-" + round, Content.of(text), WriteCondition.ALWAYS);
            watcher(faulty).watch(true, stop);
        }
        watcher(store).watch(true, stop);

        assertThat(faulty.count(FaultyStore.Fault.STALE)).isGreaterThan(rounds / 2);
        assertThat(all(Finished.class)).hasSize(rounds);
        assertThat(names("in/trigger")).isEmpty();
        assertThat(names("in/done/")).hasSize(2 * rounds);
    }
}
