package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Lease;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.Listing;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} does. */
public abstract class ObjectStoreContract {
    private ObjectStore store;

    /** A store with nothing in it. */
    protected abstract ObjectStore emptyStore() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = emptyStore();
    }

    private Optional<ObjectInfo> put(String name, String text, WriteCondition condition) {
        return store.put(name, Content.of(text), condition);
    }

    private String read(String name) throws IOException {
        try (InputStream in = store.read(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> names(String prefix) {
        return StreamSupport.stream(new Listing(store, prefix).spliterator(), false)
                .map(ObjectInfo::name)
                .toList();
    }

    @Test
    void whatIsPutCanBeRead() throws IOException {
        ObjectInfo written = put("a/b.txt", "hello", WriteCondition.ALWAYS).orElseThrow();

        assertThat(read("a/b.txt")).isEqualTo("hello");
        assertThat(written.name()).isEqualTo("a/b.txt");
        assertThat(written.size()).isEqualTo(5);
        assertThat(store.stat("a/b.txt")).contains(written);
    }

    @Test
    void anEmptyObjectIsAnObject() throws IOException {
        put("empty", "", WriteCondition.ALWAYS);

        assertThat(store.stat("empty")).map(ObjectInfo::size).contains(0L);
        assertThat(read("empty")).isEmpty();
        assertThat(names("")).containsExactly("empty");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        put("folder/object", "x", WriteCondition.ALWAYS);

        assertThat(store.stat("nothing")).isEmpty();
        assertThat(store.stat("folder")).isEmpty();
        assertThatThrownBy(() -> store.read("nothing")).isInstanceOf(NoSuchObjectException.class);
        assertThatThrownBy(() -> store.read("nothing/at/all")).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    protected void nothingIsBelowAnObject() {
        put("folder/object", "x", WriteCondition.ALWAYS);

        assertThat(store.stat("folder/object/below")).isEmpty();
        assertThatThrownBy(() -> store.read("folder/object/below")).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void rangesAreCutAtTheEnd() throws IOException {
        put("digits", "0123456789", WriteCondition.ALWAYS);

        for (long[] range : new long[][] {{0, 3}, {4, 2}, {8, 10}, {10, 5}, {25, 5}, {3, 0}}) {
            int from = (int) Math.min(range[0], 10);
            String expected = "0123456789".substring(from, (int) Math.min(from + range[1], 10));
            try (InputStream in = store.read("digits", range[0], range[1])) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aWriteReplacesAndChangesTheEtag() throws IOException {
        ObjectInfo first = put("a", "one", WriteCondition.ALWAYS).orElseThrow();
        ObjectInfo second = put("a", "two", WriteCondition.ALWAYS).orElseThrow();

        assertThat(read("a")).isEqualTo("two");
        assertThat(second.etag()).isNotEqualTo(first.etag());
    }

    @Test
    void aReaderKeepsWhatItOpened() throws IOException {
        put("a", "one", WriteCondition.ALWAYS);
        try (InputStream in = store.read("a")) {
            put("a", "two", WriteCondition.ALWAYS);
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("one");
        }
    }

    @Test
    void ifAbsentLeavesWhatIsThere() throws IOException {
        assertThat(put("a", "one", WriteCondition.IF_ABSENT)).isPresent();
        assertThat(put("a", "two", WriteCondition.IF_ABSENT)).isEmpty();
        assertThat(read("a")).isEqualTo("one");
    }

    @Test
    void ifUnchangedWritesOnlyOverWhatWasSeen() throws IOException {
        ObjectInfo first = put("a", "one", WriteCondition.ALWAYS).orElseThrow();
        var seen = new WriteCondition.IfUnchanged(first.etag());

        assertThat(put("a", "two", seen)).isPresent();
        assertThat(put("a", "three", seen)).isEmpty();
        assertThat(read("a")).isEqualTo("two");
        store.delete("a");
        assertThat(put("a", "four", seen)).isEmpty();
        assertThat(store.stat("a")).isEmpty();
    }

    @Test
    void ofManyWritersIfAbsentOneWins() throws Exception {
        assertThat(winners(WriteCondition.IF_ABSENT)).isEqualTo(1);
    }

    @Test
    void ofManyWritersIfUnchangedOneWins() throws Exception {
        ObjectInfo before = put("contested", "before", WriteCondition.ALWAYS).orElseThrow();

        assertThat(winners(new WriteCondition.IfUnchanged(before.etag()))).isEqualTo(1);
    }

    private int winners(WriteCondition condition) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String text = "writer " + i;
                writers.add(() -> put("contested", text, condition).isPresent());
            }
            int winners = 0;
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                winners += writer.get() ? 1 : 0;
            }
            return winners;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aWriteThatFailsLeavesNothing() {
        Content broken = () -> new FilterInputStream(new ByteArrayInputStream(new byte[100])) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                if (count < 0) {
                    throw new IOException("the source broke");
                }
                return count;
            }
        };

        assertThatThrownBy(() -> store.put("a", broken, WriteCondition.ALWAYS)).isInstanceOf(RuntimeException.class);
        assertThat(store.stat("a")).isEmpty();
        assertThat(names("")).isEmpty();
    }

    @Test
    void aLargeObjectComesBackWhole() throws IOException {
        byte[] bytes = new byte[9_000_001];
        new Random(1).nextBytes(bytes);
        store.put("large", Content.of(bytes), WriteCondition.IF_ABSENT);

        try (InputStream in = store.read("large")) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        try (InputStream in = store.read("large", 8_999_999, 100)) {
            assertThat(in.readAllBytes()).containsExactly(bytes[8_999_999], bytes[9_000_000]);
        }
    }

    @Test
    void deletingIsFinalAndCanBeRepeated() {
        put("a/b", "x", WriteCondition.ALWAYS);
        put("a/c", "x", WriteCondition.ALWAYS);
        store.delete("a/b");
        store.delete("a/b");
        store.delete("never/there");

        assertThat(names("")).containsExactly("a/c");
    }

    @Test
    void namesMayHoldAlmostAnything() throws IOException {
        List<String> odd =
                List.of("with space", "#%?&+=", "tab\there", "Zürich/水/🎨.jpg", "...", "a..b/..c", "-dash", "~");
        for (String name : odd) {
            put(name, name, WriteCondition.IF_ABSENT);
        }

        for (String name : odd) {
            assertThat(read(name)).isEqualTo(name);
        }
        assertThat(names("")).containsExactlyInAnyOrderElementsOf(odd);
    }

    @Test
    void badNamesAreRefused() {
        for (String name : List.of("", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a\0b")) {
            assertThatThrownBy(() -> store.stat(name)).as(name).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> put(name, "x", WriteCondition.ALWAYS))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void listingsAreInOrderAndOnlyOfThePrefix() {
        List<String> all = new ArrayList<>(
                List.of("a", "a-", "a.b", "a/b", "a/b/c", "a0", "ab", "b/é", "b/e", "b/z", "b/ﬀ", "b/🎨"));
        all.removeIf(name -> name.equals("a") || name.equals("a/b"));
        for (String name : all) {
            put(name, "x", WriteCondition.ALWAYS);
        }
        List<String> sorted = all.stream().sorted(ObjectName.ORDER).toList();

        assertThat(names("")).isEqualTo(sorted);
        for (String prefix : List.of("a", "a/", "a/b", "b/", "b/e", "c", "ab")) {
            assertThat(names(prefix))
                    .isEqualTo(sorted.stream().filter(n -> n.startsWith(prefix)).toList());
        }
    }

    @Test
    void pagesOfAnySizeGiveEverythingOnce() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
            all.add("items/" + (i % 5) + "/" + i);
            put(all.get(i), "x", WriteCondition.ALWAYS);
        }
        all.sort(ObjectName.ORDER);

        for (int limit : new int[] {1, 2, 7, 36, 37, 100}) {
            List<String> seen = new ArrayList<>();
            boolean complete = false;
            while (!complete) {
                ObjectPage page = store.list("items/", seen.isEmpty() ? "" : seen.get(seen.size() - 1), limit);
                assertThat(page.objects()).hasSizeLessThanOrEqualTo(limit);
                page.objects().forEach(object -> seen.add(object.name()));
                complete = page.complete();
            }
            assertThat(seen).isEqualTo(all);
        }
    }

    @Test
    void aVersionIsReadAsItWasOrNotAtAll() throws IOException {
        ObjectInfo first = put("a", "0123456789", WriteCondition.ALWAYS).orElseThrow();

        try (ObjectStream in = store.read(first, 3, 4)) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("3456");
            assertThat(in.object()).isEqualTo(first);
        }
        put("a", "9876543210", WriteCondition.ALWAYS);
        assertThatThrownBy(() -> store.read(first, 3, 4)).isInstanceOf(NoSuchObjectException.class);
        store.delete("a");
        assertThatThrownBy(() -> store.read(first, 0, 1)).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void aStreamKnowsItsObject() throws IOException {
        ObjectInfo written = put("a", "0123456789", WriteCondition.ALWAYS).orElseThrow();

        for (long offset : new long[] {0, 4, 10, 20}) {
            try (ObjectStream in = store.read("a", offset, 2)) {
                assertThat(in.object()).isEqualTo(written);
            }
        }
    }

    @Test
    void aCopyIsAnObjectOfItsOwn() throws IOException {
        put("from/a b%20.txt", "hello", WriteCondition.ALWAYS);
        ObjectInfo copy =
                store.copy("from/a b%20.txt", "to/水", WriteCondition.IF_ABSENT).orElseThrow();
        store.delete("from/a b%20.txt");

        assertThat(read("to/水")).isEqualTo("hello");
        assertThat(store.stat("to/水")).contains(copy);
    }

    @Test
    void copyingKeepsConditions() throws IOException {
        put("one", "1", WriteCondition.ALWAYS);
        ObjectInfo two = put("two", "2", WriteCondition.ALWAYS).orElseThrow();

        assertThat(store.copy("one", "two", WriteCondition.IF_ABSENT)).isEmpty();
        assertThat(read("two")).isEqualTo("2");
        assertThat(store.copy("one", "two", new WriteCondition.IfUnchanged(two.etag())))
                .isPresent();
        assertThat(store.copy("one", "two", new WriteCondition.IfUnchanged(two.etag())))
                .isEmpty();
        assertThat(read("two")).isEqualTo("1");
        assertThatThrownBy(() -> store.copy("nothing", "three", WriteCondition.ALWAYS))
                .isInstanceOf(NoSuchObjectException.class);
        assertThat(store.stat("three")).isEmpty();
    }

    @Test
    void aStreamOfUnknownLengthIsWrittenWithoutHoldingIt() throws IOException {
        int size = 40_000_003;
        Content content = () -> new RandomBytes(7, size);
        ObjectInfo written =
                store.put("films/huge.mov", content, WriteCondition.IF_ABSENT).orElseThrow();

        assertThat(written.size()).isEqualTo(size);
        assertThat(Digest.of(() -> store.read("films/huge.mov"))).isEqualTo(Digest.of(content));
        assertThat(store.put("films/huge.mov", content, WriteCondition.IF_ABSENT))
                .isEmpty();
        assertThat(store.put("films/huge.mov", content, new WriteCondition.IfUnchanged("another")))
                .isEmpty();
        assertThat(store.put("films/huge.mov", content, new WriteCondition.IfUnchanged(written.etag())))
                .isPresent();
    }

    @Test
    void aLargeWriteThatFailsLeavesNothing() {
        Content broken = () -> new FilterInputStream(new RandomBytes(1, 20_000_000)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                if (count < 0) {
                    throw new IOException("the source broke");
                }
                return count;
            }
        };

        assertThatThrownBy(() -> store.put("a/large", broken, WriteCondition.ALWAYS))
                .isInstanceOf(RuntimeException.class);
        store.discardUnfinished("a/");
        assertThat(store.stat("a/large")).isEmpty();
        assertThat(names("")).isEmpty();
    }

    @Test
    void aListingGoesOnWhileObjectsComeAndGo() {
        for (int i = 0; i < 10; i++) {
            put("n/" + i, "x", WriteCondition.ALWAYS);
        }
        ObjectPage first = store.list("n/", "", 4);
        store.delete("n/3");
        store.delete("n/7");
        put("n/35", "x", WriteCondition.ALWAYS);
        put("n/0a", "x", WriteCondition.ALWAYS);
        ObjectPage rest = store.list("n/", "n/3", 100);

        assertThat(first.objects()).extracting(ObjectInfo::name).containsExactly("n/0", "n/1", "n/2", "n/3");
        assertThat(rest.objects())
                .extracting(ObjectInfo::name)
                .containsExactly("n/35", "n/4", "n/5", "n/6", "n/8", "n/9");
    }

    @Test
    void aLeaseHasOneHolderAndItsTokensRise() {
        JobId job = new JobId("0123456789abcdef");
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Lease first = Lease.acquire(store, job, Clock.fixed(now, ZoneOffset.UTC));

        assertThatThrownBy(() -> Lease.acquire(store, job, Clock.fixed(now.plusSeconds(5), ZoneOffset.UTC)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is being run by process");
        first.check();
        Lease second = Lease.acquire(store, job, Clock.fixed(now.plusSeconds(3600), ZoneOffset.UTC));
        assertThat(second.token()).isGreaterThan(first.token());
        assertThatThrownBy(first::check).isInstanceOf(JobFailedException.class);
        first.close();
        second.check();
        second.close();
    }
}
