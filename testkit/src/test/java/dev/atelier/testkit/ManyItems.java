package dev.atelier.testkit;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.Location;
import dev.atelier.testkit.fake.FakeImageIo;
import dev.atelier.testkit.fake.FakeModels;
import dev.atelier.testkit.fake.FakeVideoIo;
import dev.atelier.testkit.fake.SyntheticStore;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A job over so many images that their list does not fit into memory: for a process of its own with a small heap.
 * Arguments: a folder for the job's records, how many images, {@code plan} to stop when all is planned, and how many items
 * make a batch. Prints what it took.
 */
final class ManyItems {
    private ManyItems() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int size = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 50;
        var images = new SyntheticStore("in/", count);
        var results = new SyntheticStore("out/", 0);
        var ports = new Ports(
                new LocalStore(folder.resolve("ops")),
                new SyntheticStore("data/", 0),
                address -> new Location(address.equals("in") ? images : results, address),
                new FakeVideoIo(),
                new FakeImageIo(),
                new FakeModels(1),
                folder.resolve("scratch"),
                Clock.systemUTC());
        var spec = new JobSpec(
                new JobSpec.Input(JobSpec.Kind.FOLDER, "in", "digest-of-in"),
                new JobSpec.Model("invert", "digest", "cpu"),
                null,
                new JobSpec.Output("out", false, new OutputForm.Images(null, 75)),
                new JobOptions(1, FrameSize.SOURCE, size, 0, OnFailedFrame.FAIL),
                Map.of());
        var engine = new InProcessEngine(2, RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1));
        boolean planOnly = arguments.length > 2 && arguments[2].equals("plan");
        var stop = new StopSignal();
        long start = System.nanoTime();
        double[] planned = new double[1];
        var first = new AtomicBoolean();
        Optional<JobReport> report = new JobRunner(ports, engine, 2, event -> {
                    if (event instanceof JobEvent.BatchFinished && !first.getAndSet(true)) {
                        System.out.printf(Locale.ROOT, "first batch after %.1f s%n", (System.nanoTime() - start) / 1e9);
                    }
                    if (event instanceof JobEvent.Listed listed && listed.complete()) {
                        planned[0] = (System.nanoTime() - start) / 1e9;
                        System.out.printf(
                                Locale.ROOT,
                                "listed %d items in %d batches in %.1f s, peak %d MiB%n",
                                listed.items(),
                                listed.batches(),
                                planned[0],
                                peak() >> 20);
                        if (planOnly) {
                            stop.request();
                        }
                    }
                })
                .run(spec, false, stop);
        report.ifPresent(done -> System.out.printf(
                Locale.ROOT,
                "items %d out %d written %d all %.1f s peak %d MiB%n",
                done.itemsIn(),
                done.itemsOut(),
                results.written(),
                (System.nanoTime() - start) / 1e9,
                peak() >> 20));
    }

    /** Most bytes of the heap in use at any time, garbage included. */
    private static long peak() {
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
        return pools.stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
