package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.CrashIsolation;
import dev.atelier.core.job.Batch;
import dev.atelier.core.media.FrameRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrashIsolationTest {
    private static final Batch BATCH = new Batch(3, new FrameRange(300, 100), List.of());

    private final List<Batch> rehearsed = new ArrayList<>();

    private List<Integer> found(Set<Integer> crashing) throws InterruptedException {
        return new CrashIsolation(part -> {
                    rehearsed.add(part);
                    return IntStream.range(part.items().first(), part.items().end())
                            .filter(item -> !part.crashing().contains(item))
                            .noneMatch(crashing::contains);
                })
                .crashing(BATCH);
    }

    @Test
    void theItemThatCrashesIsFoundByHalving() throws InterruptedException {
        for (int item : List.of(300, 337, 399)) {
            rehearsed.clear();
            assertThat(found(Set.of(item))).containsExactly(item);
            // the whole twice, seven halvings, the item alone
            assertThat(rehearsed).hasSizeLessThanOrEqualTo(10);
        }
    }

    @Test
    void severalAreFoundAndOnesBesideTheBatch() throws InterruptedException {
        assertThat(found(Set.of(299, 350, 351))).containsExactlyInAnyOrder(299, 350, 351);
    }

    @Test
    void whatDoesNotCrashAgainIsNoItemsFault() throws InterruptedException {
        assertThat(found(Set.of())).isEmpty();
        assertThat(rehearsed).hasSize(1);
    }

    @Test
    void whatCrashesOnlyTogetherIsBlamedOnNoItem() throws InterruptedException {
        List<Integer> crashing = new CrashIsolation(part -> part.items().count() < 4).crashing(BATCH);
        assertThat(crashing).isEmpty();
    }
}
