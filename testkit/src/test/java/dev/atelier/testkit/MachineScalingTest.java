package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.MachineScaling;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineScalingTest {
    private final MachineScaling scaling =
            new MachineScaling(new MachineScaling.Bounds(1, 4, Duration.ofSeconds(60), Duration.ofSeconds(100)));

    /** @param coresUsed of each worker */
    private MachineScaling.Decision look(int second, int executorsWaiting, int... coresUsed) {
        List<LocalCluster.Node> workers = java.util.stream.IntStream.range(0, coresUsed.length)
                .mapToObj(i -> new LocalCluster.Node("w" + i, "ALIVE", 1, coresUsed[i], 1024, 0))
                .toList();
        var status = new LocalCluster.Status("spark://x:1", workers, List.of(), executorsWaiting);
        return scaling.look(status, Instant.ofEpochSecond(second));
    }

    @Test
    void theLeastIsThereAtOnceAndNotAskedForTwice() {
        assertThat(look(0, 0).add()).isEqualTo(1);
        assertThat(look(5, 0).add()).isZero();
        // it did not come
        assertThat(look(101, 0).add()).isEqualTo(1);
    }

    @Test
    void aMachineIsAskedForForEachExecutorThatGoesOnWaitingUpToTheMost() {
        assertThat(look(0, 7, 1).add()).isZero();
        assertThat(look(5, 7, 1).add()).isEqualTo(3);
        assertThat(look(10, 7, 1).add()).isZero();
        assertThat(look(15, 6, 1, 1).add()).isZero();
        assertThat(look(20, 4, 1, 1, 1, 1).add()).isZero();
    }

    @Test
    void oneThatWaitsAsksForOneMachine() {
        look(0, 1, 1);
        assertThat(look(5, 1, 1).add()).isEqualTo(1);
        assertThat(look(10, 1, 1).add()).isZero();
        // the first has come, and another waits
        look(15, 1, 1, 1);
        assertThat(look(20, 1, 1, 1).add()).isEqualTo(1);
    }

    @Test
    void whatIsIdleForLongIsGivenBackButForTheLeast() {
        assertThat(look(0, 0, 0, 0, 1).drain()).isEmpty();
        assertThat(look(30, 0, 0, 1, 1).drain()).isEmpty();
        assertThat(look(59, 0, 0, 0, 1).drain()).isEmpty();
        assertThat(look(60, 0, 0, 0, 1).drain()).containsExactly("w0");
        // still there, and not given back twice
        assertThat(look(65, 0, 0, 0, 0).drain()).isEmpty();
        assertThat(look(130, 0, 0, 0, 0).drain()).hasSize(1).doesNotContain("w0");
    }

    @Test
    void nothingIsGivenBackWhileExecutorsWait() {
        look(0, 0, 0, 0);
        assertThat(look(70, 1, 0, 0).drain()).isEmpty();
    }

    @Test
    void boundsThatCannotBeAreRefused() {
        Arrays.asList(new int[] {-1, 1}, new int[] {2, 1}, new int[] {0, 0}).forEach(bounds -> assertThatThrownBy(() ->
                        new MachineScaling.Bounds(bounds[0], bounds[1], Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class));
    }
}
