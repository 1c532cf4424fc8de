package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Lease;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Writes and deletions on a condition, and leases, which are made of them. */
abstract class ConditionContract extends ListingContract {
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

    @Test
    void aVersionIsDeletedAndWhatReplacedItIsNot() throws IOException {
        ObjectInfo first = put("a/b", "x", WriteCondition.ALWAYS).orElseThrow();
        ObjectInfo second = put("a/b", "another", WriteCondition.ALWAYS).orElseThrow();

        assertThat(store.delete(first)).isFalse();
        assertThat(read("a/b")).isEqualTo("another");
        assertThat(store.delete(second)).isTrue();
        assertThat(store.stat("a/b")).isEmpty();
        assertThat(store.delete(second)).isTrue();
    }
}
