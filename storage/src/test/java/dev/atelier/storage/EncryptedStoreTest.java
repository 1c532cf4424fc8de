package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.ObjectStoreContract;
import dev.atelier.testkit.RandomBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EncryptedStoreTest extends ObjectStoreContract {
    private static final KeySet KEYS = KeySet.generate();

    @Override
    protected ObjectStore emptyStore() {
        return new EncryptedStore(new MemoryStore(), KEYS);
    }

    private static byte[] read(ObjectStore store, String name) throws IOException {
        try (ObjectStream in = store.read(name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void sizesAreThoseOfThePlainBytesAndRangesAreExact() throws IOException {
        var store = emptyStore();
        for (int size : new int[] {0, 1, (1 << 20) - 57, (1 << 20) - 56, (1 << 20) - 55, 1 << 20, 3_200_000}) {
            byte[] bytes = new RandomBytes(size, size).readAllBytes();
            store.put("a", Content.of(bytes), WriteCondition.ALWAYS);

            assertThat(store.stat("a").orElseThrow().size()).isEqualTo(size);
            assertThat(store.list("", "", 1).objects().get(0).size()).isEqualTo(size);
            for (int from : new int[] {0, 1, (1 << 20) - 60, 2_000_000, size - 1}) {
                try (ObjectStream in = store.read("a", Math.max(0, from), 100_000)) {
                    int start = Math.max(0, Math.min(from, size));
                    assertThat(in.readAllBytes())
                            .isEqualTo(Arrays.copyOfRange(bytes, start, Math.min(size, start + 100_000)));
                }
            }
        }
    }

    @Test
    void theStoreBelowSeesNothingOfTheContent() throws IOException {
        var below = new MemoryStore();
        String secret = "a sentence that nobody else should read ".repeat(100);
        new EncryptedStore(below, KEYS).put("a", Content.of(secret), WriteCondition.ALWAYS);

        assertThat(new String(read(below, "a"), StandardCharsets.ISO_8859_1)).doesNotContain("sentence");
    }

    @Test
    void whatWasChangedCutOrRenamedIsRefused() throws IOException {
        var below = new MemoryStore();
        var store = new EncryptedStore(below, KEYS);
        store.put("a", Content.of(new RandomBytes(1, 2_500_000).readAllBytes()), WriteCondition.ALWAYS);
        byte[] good = read(below, "a");
        byte[] changed = good.clone();
        changed[1_500_000] ^= 1;
        below.put("changed", Content.of(changed), WriteCondition.ALWAYS);
        below.put("a", Content.of(changed), WriteCondition.ALWAYS);
        assertThatThrownBy(() -> read(store, "a")).isInstanceOf(IOException.class);
        below.put("a", Content.of(Arrays.copyOf(good, 2 << 20)), WriteCondition.ALWAYS);
        assertThatThrownBy(() -> read(store, "a")).isInstanceOf(IOException.class);
        below.put("b", Content.of(good), WriteCondition.ALWAYS);
        assertThatThrownBy(() -> read(store, "b")).isInstanceOf(IOException.class);
        below.put("a", Content.of(good), WriteCondition.ALWAYS);
        assertThat(read(store, "a")).hasSize(2_500_000);
    }

    @Test
    void keysAreRotatedWithoutLosingWhatWasWritten() throws IOException {
        var below = new MemoryStore();
        KeySet rotated = KeySet.parse(KeySet.parse(KEYS.secretJson()).rotated().secretJson());
        new EncryptedStore(below, KEYS).put("old", Content.of("old"), WriteCondition.ALWAYS);
        var now = new EncryptedStore(below, rotated);
        now.put("new", Content.of("new"), WriteCondition.ALWAYS);

        assertThat(read(now, "old")).asString().isEqualTo("old");
        assertThat(read(now, "new")).asString().isEqualTo("new");
        try (ObjectStream in = now.read("old", 1, 2)) {
            assertThat(in.readAllBytes()).asString().isEqualTo("ld");
        }
        assertThatThrownBy(() -> read(new EncryptedStore(below, KEYS), "new")).isInstanceOf(IOException.class);
    }

    @Test
    void keysOfAnotherKindAndRubbishAreRefusedWithoutTellingThem() {
        assertThatThrownBy(() -> KeySet.parse("{\"planted-key\": 1}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("atelier store key")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("planted"));
        assertThat(KEYS.toString()).isEqualTo("KeySet[1 keys]");
    }

    @Test
    void itDoesNotPretendToCopyOnTheServer() {
        assertThat(emptyStore().capabilities()).doesNotContain(Capability.SERVER_COPY);
    }
}
