package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.job.Batch;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.planning.BatchSizing;
import dev.atelier.core.planning.Division;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DivisionTest {
    private static void assertEveryItemOnceInOrder(Division division, int items) {
        int next = 0;
        int number = 0;
        for (Batch batch : division) {
            assertThat(batch.number()).isEqualTo(number++);
            assertThat(batch.items().first()).isEqualTo(next);
            next = batch.items().end();
        }
        assertThat(next).isEqualTo(items);
        assertThat(number).isEqualTo(division.count());
    }

    @Test
    void batchesOfOneSizeHoldEveryItemOnce() {
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            int items = 1 + random.nextInt(2000);
            assertEveryItemOnceInOrder(Division.ofItems(items, 1 + random.nextInt(300), List::of), items);
        }
        assertEveryItemOnceInOrder(Division.ofItems(7, Integer.MAX_VALUE, List::of), 7);
        assertThat(Division.ofItems(2_000_000_000, 1000, List::of).count()).isEqualTo(2_000_000);
    }

    @Test
    void batchesOfSegmentsHoldWholeSegmentsInOrder() {
        var random = new Random(2);
        for (int i = 0; i < 200; i++) {
            List<FrameRange> segments = new ArrayList<>();
            int frames = 0;
            for (int j = 0; j <= random.nextInt(40); j++) {
                segments.add(new FrameRange(frames, 1 + random.nextInt(90)));
                frames = segments.get(j).end();
            }
            Division division = Division.ofSegments(segments, 1 + random.nextInt(12));
            assertEveryItemOnceInOrder(division, frames);
            List<FrameRange> all = new ArrayList<>();
            division.forEach(batch -> all.addAll(batch.segments()));
            assertThat(all).isEqualTo(segments);
        }
    }

    @Test
    void batchesAreLongEnoughToBeWorthBeginningAndManyEnoughForAllSlots() {
        var sizing = new BatchSizing(10_000, 10_000, 4);
        assertThat(sizing.isOpen()).isTrue();
        // 4 slots share the work: 0.1 s an item is 25 ms, so 4 s are 160 items
        assertThat(sizing.choose(0.01, 0.1)).isEqualTo(160);
        // beginning takes a second, which may be a twentieth: 20 s, but at least four batches a slot
        assertThat(sizing.choose(1, 0.1)).isEqualTo(10_000 / 16);
        assertThat(new BatchSizing(15, 15, 4).isOpen()).isFalse();
        assertThat(new BatchSizing(10, 690, 1).unitsFor(138)).isEqualTo(2);
        assertThat(new BatchSizing(10, 690, 1).unitsFor(5)).isEqualTo(1);
    }
}
