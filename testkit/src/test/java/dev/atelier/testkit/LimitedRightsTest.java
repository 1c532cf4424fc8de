package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
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
import dev.atelier.testkit.fake.LimitedStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job needs to read its inputs and to write below its own prefix, and no more: what docs/stores.md has one grant. */
class LimitedRightsTest {
    private static final JobSpec SPEC = new JobSpec(
            new JobSpec.Input(JobSpec.Kind.FOLDER, "in", "digest"),
            new JobSpec.Model("invert", "digest", "cpu"),
            new JobSpec.Style("style.jpg", "digest-of-style"),
            new JobSpec.Output("out", false, new OutputForm.Images(null, 75)),
            new JobOptions(1, FrameSize.SOURCE, 3, 0, OnFailedFrame.FAIL),
            Map.of());

    @TempDir
    Path folder;

    private final MemoryStore ops = new MemoryStore();
    private final MemoryStore data = new MemoryStore();
    private final MemoryStore media = new MemoryStore();
    private final String prefix = "jobs/" + SPEC.id().value() + "/";

    @BeforeEach
    void makeInputs() throws Exception {
        Files.createDirectory(folder.resolve("scratch"));
        media.put("style.jpg", Content.of(FakeImageIo.image(3)), WriteCondition.ALWAYS);
        for (int i = 0; i < 10; i++) {
            media.put("in/" + i + ".png", Content.of(FakeImageIo.image(i)), WriteCondition.ALWAYS);
        }
        ops.put("jobs/another/job.json", Content.of("{}"), WriteCondition.ALWAYS);
        data.put("jobs/another/products/a", Content.of("a"), WriteCondition.ALWAYS);
    }

    private JobReport run(ObjectStore ops, ObjectStore data, ObjectStore inputs, ObjectStore outputs) throws Exception {
        var ports = new Ports(
                ops,
                data,
                address -> new Location(address.equals("out") ? outputs : inputs, address),
                new FakeVideoIo(),
                new FakeImageIo(),
                new FakeModels(1),
                folder.resolve("scratch"),
                Clock.systemUTC());
        var engine = new InProcessEngine(2, RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1));
        return new JobRunner(ports, engine, 2, event -> {})
                .run(SPEC, false, new StopSignal())
                .orElseThrow();
    }

    private static ObjectStore limited(ObjectStore store, String place) {
        return new LimitedStore(store, place, place);
    }

    @Test
    void aJobRunsWithRightsToItsOwnPrefixAlone() throws Exception {
        ObjectStore inputs = new LimitedStore(media, "", null);
        JobReport report = run(limited(ops, prefix), limited(data, prefix), inputs, limited(media, "out"));

        assertThat(report.itemsOut()).isEqualTo(10);
        assertThat(media.list("out/")).hasSize(10);
        assertThat(data.list(""))
                .extracting("name")
                .as("what batches wrote is deleted")
                .containsExactly("jobs/another/products/a");
    }

    @Test
    void withLessItSaysWhatIsRefused() {
        ObjectStore inputs = new LimitedStore(media, "", null);
        for (ObjectStore[] lacking : new ObjectStore[][] {
            {limited(ops, "jobs/another/"), limited(data, prefix), inputs, limited(media, "out")},
            {limited(ops, prefix), limited(data, "jobs/another/"), inputs, limited(media, "out")},
            {limited(ops, prefix), limited(data, prefix), new LimitedStore(media, null, ""), limited(media, "out")},
            {limited(ops, prefix), limited(data, prefix), inputs, new LimitedStore(media, "", null)}
        }) {
            assertThatThrownBy(() -> run(lacking[0], lacking[1], lacking[2], lacking[3]))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("403");
        }
    }
}
