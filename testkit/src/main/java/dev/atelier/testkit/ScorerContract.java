package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Scorer} keeps to. */
public abstract class ScorerContract {
    private static final int[][] SIZES = {{1, 1}, {2, 3}, {5, 4}, {16, 16}, {17, 9}, {33, 64}, {101, 7}};

    private Scorer scorer;

    /** A newly opened scorer; the suite closes it. */
    protected abstract Scorer open();

    /** An item that the scorer must refuse; none if it takes every picture. */
    protected Optional<Picture> refused() {
        return Optional.empty();
    }

    @BeforeEach
    final void openScorer() {
        scorer = open();
    }

    @AfterEach
    final void closeScorer() {
        scorer.close();
    }

    @Test
    void scoresItemsOfAnySizeAndFormat() {
        for (PictureFormat format : PictureFormat.values()) {
            for (int[] size : SIZES) {
                Picture item = Pictures.noise(size[0], size[1], format, 1);
                assertThat(scorer.score(List.of(item))).hasSize(1);
            }
        }
    }

    @Test
    void leavesTheItemAsItIs() {
        Picture item = Pictures.noise(18, 11, PictureFormat.RGBA8, 2);
        byte[] before = item.samples().clone();
        scorer.score(List.of(item));
        assertThat(item.samples()).isEqualTo(before);
    }

    @Test
    void givesTheSameScoreWhateverCameBefore() {
        Picture item = Pictures.noise(24, 18, PictureFormat.RGB8, 3);
        Object first = comparable(score(item));
        for (int[] size : SIZES) {
            score(Pictures.noise(size[0], size[1], PictureFormat.RGB16, 4));
            assertThat(comparable(score(item))).isEqualTo(first);
        }
    }

    @Test
    void givesEachItemOfACallTheScoreItHasAlone() {
        for (int count = 1; count <= scorer.itemsPerCall(); count++) {
            List<Picture> items = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                items.add(Pictures.noise(20, 13, PictureFormat.RGB8, 10 + i));
            }
            List<Score> together = scorer.score(items);
            assertThat(together).hasSize(count);
            for (int i = 0; i < count; i++) {
                assertThat(comparable(together.get(i))).isEqualTo(comparable(score(items.get(i))));
            }
        }
    }

    @Test
    void givesTheSameScoresToManyThreadsAtOnce() throws Exception {
        List<Picture> items = new ArrayList<>();
        List<Object> alone = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            items.add(Pictures.noise(30 + i % 2, 22, PictureFormat.RGB8, 20 + i));
            alone.add(comparable(score(items.get(i))));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int from = thread;
                done.add(threads.submit(() -> {
                    for (int round = 0; round < 20; round++) {
                        int i = (from + round) % items.size();
                        assertThat(comparable(score(items.get(i)))).isEqualTo(alone.get(i));
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void takesNeitherNoItemsNorMoreThanItSaid() {
        Picture item = Pictures.noise(8, 8, PictureFormat.RGB8, 30);
        List<Picture> tooMany = java.util.Collections.nCopies(scorer.itemsPerCall() + 1, item);
        assertThatThrownBy(() -> scorer.score(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scorer.score(tooMany)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysInOneLineWhyItRefusesAnItem() {
        refused().ifPresent(item -> assertThatThrownBy(() -> scorer.score(List.of(item)))
                .isInstanceOf(PoisonItemException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n"));
    }

    @Test
    void scoresOnAfterAnItemWasRefused() {
        Picture item = Pictures.noise(16, 16, PictureFormat.RGB8, 31);
        Object before = comparable(score(item));
        refused().ifPresent(bad -> assertThatThrownBy(() -> scorer.score(List.of(bad)))
                .isInstanceOf(PoisonItemException.class));
        assertThat(comparable(score(item))).isEqualTo(before);
    }

    @Test
    void closesOnceHoweverOftenItIsClosed() {
        scorer.score(List.of(Pictures.noise(8, 8, PictureFormat.RGB8, 32)));
        scorer.close();
        scorer.close();
        assertThatThrownBy(() -> scorer.score(List.of(Pictures.noise(8, 8, PictureFormat.RGB8, 32))))
                .isInstanceOf(IllegalStateException.class);
    }

    private Score score(Picture item) {
        return scorer.score(List.of(item)).get(0);
    }

    /** A score as a value that equals another one only if both are the same bit for bit. */
    protected static Object comparable(Score score) {
        if (score instanceof Score.Image image) {
            Picture picture = image.picture();
            return List.of(picture.width(), picture.height(), picture.format(), ByteBuffer.wrap(picture.samples()));
        } else if (score instanceof Score.Tensors tensors) {
            Map<String, Object> values = new TreeMap<>();
            tensors.outputs()
                    .forEach((name, tensor) -> values.put(
                            name, List.of(Arrays.toString(tensor.shape()), FloatBuffer.wrap(tensor.values()))));
            return values;
        }
        return score;
    }
}
