package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.planning.Division;
import dev.atelier.core.planning.Line;
import dev.atelier.core.planning.Scenario;
import dev.atelier.core.planning.Simulated;
import dev.atelier.core.planning.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final RetryPolicy AT_ONCE = new RetryPolicy(4, Duration.ZERO, Duration.ZERO);

    /** Nodes of a slot that are there from the start, and batches of a second an item. */
    private static Scenario steady(int nodes) {
        return scenario(nodes, nodes, 0, 0, 0, 0);
    }

    private static Scenario scenario(
            int initial, int most, double startUp, double spread, double failureRate, double evictions) {
        return new Scenario(
                0,
                initial,
                most,
                1,
                2 * most,
                startUp,
                10,
                0,
                0,
                new Line(0, 1),
                spread,
                0,
                1,
                0,
                failureRate,
                evictions);
    }

    private static Simulated run(Scenario scenario, int items, int size, long seed) {
        return new Simulation(scenario, AT_ONCE, new Random(seed)).run(Division.ofItems(items, size, List::of));
    }

    @Test
    void oneNodeDoesOneBatchAfterTheOther() {
        Simulated run = run(steady(1), 103, 10, 1);
        assertThat(run.seconds()).isCloseTo(103, within(1e-6));
        assertThat(run.batches()).isEqualTo(11);
        assertThat(run.items()).isEqualTo(103);
        assertThat(run.tries()).isEqualTo(11);
    }

    @Test
    void nodesAreAskedForOneThenTwoThenFour() {
        // a node each second, then two, then four more: at 1, 2 and 3 s
        Simulated run = run(scenario(0, 7, 0, 0, 0, 0), 7, 1, 1);
        // one batch begins at 1 s, three more at 2 s, the last three at 3 s
        assertThat(run.seconds()).isCloseTo(4, within(1e-6));
        assertThat(run.mostNodes()).isBetween(3, 7);
    }

    @Test
    void everyItemIsDoneOnceWhateverHappens() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            int most = 1 + random.nextInt(30);
            var scenario = new Scenario(
                    0,
                    random.nextInt(most + 1),
                    most,
                    1 + random.nextInt(4),
                    1 + random.nextInt(200),
                    random.nextDouble() * 20,
                    random.nextDouble() * 20,
                    random.nextDouble() * 40,
                    random.nextDouble(),
                    new Line(random.nextDouble(), random.nextDouble()),
                    random.nextDouble() / 3,
                    random.nextDouble() / 10,
                    10,
                    random.nextDouble() / 100,
                    random.nextDouble() / 10,
                    random.nextDouble() * 30);
            int items = 1 + random.nextInt(3000);
            int size = 1 + random.nextInt(40);
            var retry = new RetryPolicy(1000, Duration.ofMillis(500), Duration.ofSeconds(20));
            Simulated run = new Simulation(scenario, retry, random).run(Division.ofItems(items, size, List::of));
            assertThat(run.failed()).isFalse();
            assertThat(run.items()).as("seed " + seed).isEqualTo(items);
            assertThat(run.batches()).isEqualTo((items + size - 1) / size);
            assertThat(run.tries()).isEqualTo(run.batches() + run.failures());
            assertThat(run.mostNodes()).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        Scenario scenario = scenario(5, 20, 6, 0.2, 0.05, 10);
        assertThat(run(scenario, 5000, 7, 3)).isEqualTo(run(scenario, 5000, 7, 3));
        assertThat(run(scenario, 5000, 7, 3)).isNotEqualTo(run(scenario, 5000, 7, 4));
    }

    @Test
    void moreNodesAreNeverSlowerWhereTheyTakeNoTimeToCome() {
        double before = Double.POSITIVE_INFINITY;
        for (int nodes = 1; nodes <= 60; nodes++) {
            double seconds = run(steady(nodes), 997, 10, 1).seconds();
            assertThat(seconds).as(nodes + " nodes").isLessThanOrEqualTo(before + 1e-6);
            before = seconds;
        }
        // no faster than one batch
        assertThat(run(steady(500), 997, 10, 1).seconds()).isCloseTo(10, within(1e-6));
    }

    @Test
    void aJobFailsAsOftenAsABatchFailsFourTimesInARow() {
        int failed = 0;
        for (int seed = 0; seed < 1000; seed++) {
            failed += run(scenario(4, 4, 0, 0, 0.3, 0), 50, 1, seed).failed() ? 1 : 0;
        }
        double expected = 1 - Math.pow(1 - Math.pow(0.3, 4), 50);
        assertThat(failed / 1000.0).isCloseTo(expected, within(0.05));
    }

    @Test
    void nodesAreTakenAwayAsOftenAsTheyAreSaidToBe() {
        Simulated run = run(scenario(50, 50, 0, 0, 0, 2), 360_000, 5, 1);
        // 50 nodes for two hours
        assertThat(run.evicted()).isBetween(150, 260);
        assertThat(run.failures()).isLessThanOrEqualTo(run.evicted());
        assertThat(run.items()).isEqualTo(360_000);
    }

    @Test
    void nodesWithNothingToDoAreGivenBackAndAskedForAgain() {
        var scenario = new Scenario(0, 4, 4, 1, 8, 2, 10, 60, 0, new Line(0, 1), 0, 0, 1, 0, 0, 0);
        Simulated run = run(scenario, 40, 1, 1);
        assertThat(run.seconds()).isGreaterThan(60 + 1 + 2 + 10);
        // the first four were there from 2 s to 12 s
        assertThat(run.nodeSeconds()).isCloseTo(4 * 12 + 4 * 10 + 40 + 4 * 2, within(15.0));
    }

    @Test
    void aDriverThatIsSlowHoldsUpManyNodes() {
        var scenario = new Scenario(0, 100, 100, 1, 200, 0, 10, 0, 0, new Line(0, 1), 0, 0, 1, 0.05, 0, 0);
        // 1000 batches, one each 50 ms, where 100 nodes alone would take 10 s
        assertThat(run(scenario, 1000, 1, 1).seconds()).isCloseTo(50.95, within(0.1));
    }

    @Test
    void tenThousandNodesDoAHundredMillionItemsInMinutes() {
        int items = 100_000_000;
        var scenario = new Scenario(
                0, 10_000, 10_000, 1, 20_000, 90, 60, 60, 60, new Line(0.2, 0.05), 0.1, 0.01, 4, 0, 0.001, 0.05);
        long start = System.nanoTime();
        Simulated run = new Simulation(scenario, RetryPolicy.DEFAULT, new Random(1))
                .run(Division.ofItems(items, 100, List::of));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("simulated in %.1f s: %s%n", seconds, run);
        assertThat(run.failed()).isFalse();
        assertThat(run.items()).isEqualTo(items);
        assertThat(run.mostNodes()).isBetween(9_900, 10_000);
        assertThat(run.evicted()).isPositive();
        // 5.2 s a batch, 1.03 of that with stragglers, on 10 000 slots
        assertThat(run.seconds()).isBetween(600.0, 800.0);
        assertThat(seconds).isLessThan(180);
    }
}
