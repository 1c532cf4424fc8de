package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.ResilientStore;
import dev.atelier.core.store.Retry;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.RandomBytes;
import dev.atelier.testkit.server.FaultyWire;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The real clients over connections that are cut and that stall. */
class BadWireTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Retry RETRY = Retry.until(Duration.ofMinutes(3));

    /** A long run sets more. */
    private static final int OPERATIONS = Integer.getInteger("atelier.wire.operations", 60);

    @Test
    void azureSurvivesIt() throws Exception {
        String container = Servers.newContainer();
        survives(
                Servers.azurite().port(),
                port -> new AzureBlobStore(
                        Servers.azure(
                                URI.create("https://127.0.0.1:" + port + "/devstoreaccount1"),
                                Servers.token(),
                                TIMEOUT),
                        container,
                        RETRY));
    }

    @Test
    void s3SurvivesIt() throws Exception {
        String bucket = Servers.newBucket();
        survives(
                Servers.s3Proxy().port(),
                port -> new S3Store(Servers.s3(URI.create("https://127.0.0.1:" + port), TIMEOUT), bucket, RETRY));
    }

    private static void survives(int port, IntFunction<ObjectStore> opened) throws IOException {
        var truth = opened.apply(port);
        Map<String, String> expected = new TreeMap<>();
        try (var wire = new FaultyWire(port, 0.06, 0.001, 20261125)) {
            var store = new ResilientStore(opened.apply(wire.port()), RETRY);
            var random = new Random(5);
            for (int i = 0; i < OPERATIONS; i++) {
                String name = "o/" + random.nextInt(15);
                int seed = i;
                boolean isLarge = i % 30 == 7;
                int size = isLarge ? 9_000_000 : random.nextInt(200_000);
                Content content = () -> new RandomBytes(seed, size);
                switch (isLarge ? 1 : random.nextInt(5)) {
                    case 0 ->
                        assertThat(store.put(name, content, WriteCondition.IF_ABSENT)
                                        .isPresent())
                                .isEqualTo(expected.putIfAbsent(name, Digest.of(content)) == null);
                    case 1 -> {
                        store.put(name, content, WriteCondition.ALWAYS);
                        expected.put(name, Digest.of(content));
                    }
                    case 2 -> replace(store, name, content, expected);
                    case 3 -> {
                        store.delete(name);
                        expected.remove(name);
                    }
                    default -> {
                        if (expected.containsKey(name)) {
                            assertThat(digest(store, name)).isEqualTo(expected.get(name));
                        }
                        assertThat(store.list("o/")).hasSize(expected.size());
                    }
                }
            }
            assertThat(wire.cuts()).isGreaterThan(3);
        }
        Map<String, String> found = new TreeMap<>();
        for (var object : truth.list("")) {
            found.put(object.name(), digest(truth, object.name()));
        }
        assertThat(found).isEqualTo(expected);
    }

    private static void replace(ObjectStore store, String name, Content content, Map<String, String> expected)
            throws IOException {
        var before = store.stat(name);
        assertThat(before.isPresent()).isEqualTo(expected.containsKey(name));
        if (before.isPresent()) {
            try {
                assertThat(store.put(
                                name,
                                content,
                                new WriteCondition.IfUnchanged(before.get().etag())))
                        .isPresent();
                expected.put(name, Digest.of(content));
            } catch (InfrastructureException unknown) {
                throw new AssertionError("nobody else writes here", unknown);
            }
        }
    }

    private static String digest(ObjectStore store, String name) throws IOException {
        try (ObjectStream in = store.read(name)) {
            return Digest.of(() -> in);
        }
    }
}
