package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.core.trigger.TriggerEvent;
import dev.atelier.core.trigger.TriggerEvent.Begun;
import dev.atelier.core.trigger.TriggerEvent.Finished;
import dev.atelier.core.trigger.TriggerEvent.Refused;
import dev.atelier.testkit.fake.ForwardingStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What watchers do with triggers that are none, or are hostile, or too many. */
@Timeout(120)
class BadTriggersTest extends WatcherFixture {
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
            public boolean delete(ObjectInfo version) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.delete(version);
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
