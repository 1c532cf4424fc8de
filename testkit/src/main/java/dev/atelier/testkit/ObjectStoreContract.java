package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} does. */
public abstract class ObjectStoreContract extends ConditionContract {
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
}
