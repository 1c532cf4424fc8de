package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.ResilientStore;
import dev.atelier.core.store.Retry;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.fake.FaultyStore;
import dev.atelier.testkit.fake.FaultyStore.Fault;
import dev.atelier.testkit.fake.ForwardingStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ResilientStoreTest extends ObjectStoreContract {
    private static final int THREADS = 8;
    private static final int OPERATIONS = 10_000;
    private static final Map<Fault, Double> FIVE_PERCENT =
            Map.of(Fault.ERROR, 0.02, Fault.LOST_ANSWER, 0.02, Fault.TORN, 0.01);

    private static Retry retry(Duration deadline) {
        AtomicLong now = new AtomicLong();
        return new Retry(
                deadline,
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                now::get,
                pause -> now.addAndGet(pause.toNanos()),
                new Random(3));
    }

    @Override
    protected ObjectStore emptyStore() {
        return new ResilientStore(new MemoryStore(), retry(Duration.ofDays(1)));
    }

    @Test
    void tenThousandOperationsOverABadNetworkLoseAndDoubleNothing() throws Exception {
        var truth = new MemoryStore();
        var faulty = new FaultyStore(truth, FIVE_PERCENT, 20261125);
        var store = new ResilientStore(faulty, retry(Duration.ofDays(100)));
        store.put("ledger", Content.of(""), WriteCondition.IF_ABSENT);
        Map<String, String> expected = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Callable<List<String>>> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            workers.add(new Worker(store, i, expected)::work);
        }
        List<String> entries = new ArrayList<>();
        for (Future<List<String>> worker : threads.invokeAll(workers)) {
            entries.addAll(worker.get());
        }
        threads.shutdown();

        Map<String, String> found = new TreeMap<>();
        for (ObjectInfo object : truth.list("own/")) {
            found.put(object.name(), text(truth, object.name()));
        }
        assertThat(found).isEqualTo(new TreeMap<>(expected));
        assertThat(text(truth, "ledger").lines()).containsExactlyInAnyOrderElementsOf(entries);
        for (Fault fault : FIVE_PERCENT.keySet()) {
            assertThat(faulty.count(fault)).as(fault.name()).isGreaterThan(50);
        }
    }

    /** Writes, replaces, reads and deletes objects of its own, and adds lines to a ledger that all share. */
    private record Worker(ObjectStore store, int number, Map<String, String> expected) {
        List<String> work() throws IOException {
            var random = new Random(number);
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < OPERATIONS / THREADS; i++) {
                String name = "own/" + number + "/" + random.nextInt(60);
                String text = "operation " + number + "-" + i + " ".repeat(random.nextInt(5000));
                switch (random.nextInt(6)) {
                    case 0 -> {
                        boolean created = store.put(name, Content.of(text), WriteCondition.IF_ABSENT)
                                .isPresent();
                        assertThat(created).as(name).isEqualTo(expected.putIfAbsent(name, text) == null);
                    }
                    case 1 -> {
                        store.put(name, Content.of(text), WriteCondition.ALWAYS);
                        expected.put(name, text);
                    }
                    case 2, 3 -> {
                        if (expected.containsKey(name)) {
                            assertThat(text(store, name)).isEqualTo(expected.get(name));
                        } else {
                            assertThat(store.stat(name)).isEmpty();
                        }
                    }
                    case 4 -> {
                        store.delete(name);
                        expected.remove(name);
                    }
                    default -> {
                        if (i % 2 == 0) {
                            String entry = number + "-" + i;
                            append(entry);
                            entries.add(entry);
                        } else {
                            long mine = expected.keySet().stream()
                                    .filter(key -> key.startsWith("own/" + number + "/"))
                                    .count();
                            assertThat(store.list("own/" + number + "/")).hasSize((int) mine);
                        }
                    }
                }
            }
            return entries;
        }

        private void append(String entry) throws IOException {
            while (true) {
                String before;
                ObjectInfo version;
                try (ObjectStream in = store.read("ledger")) {
                    before = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    version = in.object();
                } catch (NoSuchObjectException replaced) {
                    // replaced between the broken read and its resumption: old and new are never mixed
                    continue;
                }
                if (before.lines().anyMatch(entry::equals)) {
                    return;
                }
                try {
                    if (store.put(
                                    "ledger",
                                    Content.of(before + entry + "\n"),
                                    new WriteCondition.IfUnchanged(version.etag()))
                            .isPresent()) {
                        return;
                    }
                } catch (InfrastructureException unknown) {
                    // whether it was written is told by what is there
                }
            }
        }
    }

    private static String text(ObjectStore store, String name) throws IOException {
        try (ObjectStream in = store.read(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aBrokenDownloadGoesOnAtTheByte() throws IOException {
        var memory = new MemoryStore();
        byte[] bytes = new RandomBytes(1, 3_000_000).readAllBytes();
        memory.put("a", Content.of(bytes), WriteCondition.ALWAYS);
        var faulty = new FaultyStore(memory, Map.of(Fault.TORN, 1.0), 4);
        var store = new ResilientStore(faulty, retry(Duration.ofDays(1)));

        try (ObjectStream in = store.read("a")) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(faulty.count(Fault.TORN)).isGreaterThan(1);
    }

    @Test
    void aReadThatBrokeNeverGoesOnInAnotherVersion() throws IOException {
        var memory = new MemoryStore();
        memory.put("a", Content.of(new byte[2_000_000]), WriteCondition.ALWAYS);
        var store =
                new ResilientStore(new FaultyStore(memory, Map.of(Fault.TORN, 1.0), 4), retry(Duration.ofSeconds(9)));

        try (ObjectStream in = store.read("a")) {
            memory.put("a", Content.of("another"), WriteCondition.ALWAYS);
            assertThatThrownBy(in::readAllBytes).hasMessageContaining("has been replaced or deleted: memory:a");
        }
    }

    @Test
    void bytesThatArriveDamagedAreNotTakenForGood() throws IOException {
        var memory = new MemoryStore();
        memory.put("a", Content.of(new byte[100_000]), WriteCondition.ALWAYS);
        var store = new ResilientStore(
                new FaultyStore(memory, Map.of(Fault.DAMAGED, 1.0), 4), retry(Duration.ofSeconds(9)));

        try (ObjectStream in = store.read("a")) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("memory:a arrived damaged: its CRC32C should be");
        }
    }

    /** S3Proxy answers a write that may not take place before it has read it, and closes: seldom is that answer seen. */
    @Test
    void aWriteWhoseRefusalNeverArrivesIsNotTriedForEver() {
        var memory = new MemoryStore();
        var silent = new ForwardingStore(memory) {
            @Override
            public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
                super.put(name, content, condition);
                throw new TransientException("the connection was closed");
            }
        };
        var store = new ResilientStore(silent, retry(Duration.ofSeconds(60)));

        Optional<ObjectInfo> first = store.put("a", Content.of("one"), WriteCondition.IF_ABSENT);
        assertThat(first).isPresent();
        assertThat(store.put("a", Content.of("two"), WriteCondition.IF_ABSENT)).isEmpty();
        var unchanged = new WriteCondition.IfUnchanged(first.get().etag());
        assertThat(store.put("a", Content.of("three"), unchanged)).isEqualTo(memory.stat("a"));
        assertThatThrownBy(() -> store.put("a", Content.of("four"), unchanged))
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContaining("it is not known whether memory:a was written");
    }

    @Test
    void aStoreThatStaysAwayIsAnOutageThatSaysSo() {
        var store = new ResilientStore(
                new FaultyStore(new MemoryStore(), Map.of(Fault.ERROR, 1.0), 1), retry(Duration.ofSeconds(60)));

        assertThatThrownBy(() -> store.stat("a"))
                .isInstanceOf(OutageException.class)
                .hasMessageContaining("memory:a has not answered as it should for 60 s, in ")
                .hasMessageContaining("503 the server is busy");
    }
}
