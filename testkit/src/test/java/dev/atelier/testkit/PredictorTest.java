package dev.atelier.testkit;

import static dev.atelier.testkit.PlanningFixture.costs;
import static dev.atelier.testkit.PlanningFixture.failing;
import static dev.atelier.testkit.PlanningFixture.predictor;
import static dev.atelier.testkit.PlanningFixture.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.planning.ClusterTerms;
import dev.atelier.core.planning.Division;
import dev.atelier.core.planning.Line;
import dev.atelier.core.planning.Prediction;
import dev.atelier.core.planning.Predictor;
import dev.atelier.core.planning.Scenario;
import dev.atelier.core.planning.Simulated;
import dev.atelier.core.planning.Simulation;
import dev.atelier.core.planning.Workload;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private static Simulated simulate(Predictor predictor, int nodes, int size, long seed) {
        return new Simulation(Scenario.of(predictor, nodes), RetryPolicy.DEFAULT, new Random(seed))
                .run(Division.ofItems(predictor.work().items(), size, List::of));
    }

    @Test
    void oneNodeTakesTheSumOfItsParts() {
        var predictor = predictor(100, costs(2, 0.5, 0.1, 3, 0), terms(5, 1, 6));
        Prediction one = predictor.on(1, 10);
        // the node comes in 6 s, ten batches take 1.5 s each, assembling 3 s
        assertThat(one.seconds()).isCloseTo(6 + 15 + 3, within(1e-3));
        assertThat(one.batches()).isEqualTo(10);
        // from when it is asked for until it was idle for 10 s
        assertThat(one.nodeHours() * 3600).isCloseTo(6 + 15 + 10, within(1e-3));
        assertThat(one.cost()).isCloseTo(31 / 3600.0, within(1e-6));
    }

    @Test
    void aLastRoundThatIsNotFullTakesAsLongAsOneThatIs() {
        var predictor = predictor(90, costs(0, 0, 1, 0, 0), terms(4, 1, 0));
        assertThat(predictor.on(4, 10).seconds()).isCloseTo(30, within(1e-3));
        assertThat(predictor.on(3, 10).seconds()).isCloseTo(30, within(1e-3));
        assertThat(predictor.on(2, 10).seconds()).isCloseTo(50, within(1e-3));
    }

    @Test
    void nodesThatWouldHaveGoneBeforePreparingEndsAreAskedForAnew() {
        var predictor = predictor(100, costs(100, 0, 1, 0, 0), terms(4, 1, 6));
        // one comes a second after the batches, two a second later, the last after another
        assertThat(predictor.on(1, 10).seconds()).isCloseTo(100 + 1 + 6 + 100, within(1e-3));
        assertThat(predictor.on(4, 25).seconds()).isCloseTo(100 + 3 + 6 + 25, within(1e-3));
        assertThat(predictor.on(1, 10).nodeHours() * 3600).isCloseTo(16 + 6 + 100 + 10, within(1e-3));
    }

    @Test
    void whatIsReadOnceAndWhatItemsBringAlongTakesItsTime() {
        var terms = new ClusterTerms(1, 1, 0, 0, 10, 0, 0, 0, 1e6);
        var predictor = new Predictor(new Workload(10, 10, true, 5_000_000, 100_000), costs(0, 0, 1, 0, 0), terms);
        assertThat(predictor.on(1, 1).seconds()).isCloseTo(5 + 10 * 1.1, within(1e-3));
        assertThat(predictor.sizes()).containsExactly(1);
    }

    @Test
    void theProcessThatDrivesUsesAllItsCores() {
        var predictor = predictor(1000, costs(2, 0.4, 0.1, 1, 0.5), terms(5, 1, 6));
        Prediction here = predictor.here(2, 2);
        assertThat(here.executors()).isZero();
        double scoring = here.batches() * 0.4 / 2 + 1000 * 0.1 / 2;
        assertThat(here.seconds()).isCloseTo(2 + 0.5 + scoring + 1, within(1e-6));
    }

    @Test
    void theSimulationGivesTheSameWhereNothingFails() {
        for (int nodes : new int[] {1, 2, 3, 7, 20}) {
            for (int size : new int[] {1, 5, 10, 100}) {
                for (int slots : new int[] {1, 3}) {
                    var predictor = predictor(1000, costs(3, 0.2, 0.05, 1, 0.7), terms(20, slots, 6));
                    Prediction predicted = predictor.on(nodes, size);
                    Simulated simulated = simulate(predictor, nodes, size, 1);
                    assertThat(predicted.seconds())
                            .as("%d nodes of %d slots, %d items a batch", nodes, slots, size)
                            .isCloseTo(simulated.seconds(), within(1e-3));
                    assertThat(predicted.nodeHours() * 3600)
                            .isBetween(
                                    0.999 * simulated.nodeSeconds(),
                                    simulated.nodeSeconds() + 10.0 * nodes + 0.1 * nodes * size);
                }
            }
        }
    }

    @Test
    void theSimulationGivesAboutTheSameWhereBatchesFailAndNodesAreTakenAway() {
        for (double[] rates : new double[][] {{0.05, 0}, {0, 20}, {0.02, 10}}) {
            var terms = failing(terms(10, 2, 6), rates[0], rates[1]);
            var predictor = predictor(20_000, costs(3, 0.2, 0.05, 1, 0.7), terms);
            double mean = 0;
            for (int seed = 0; seed < 20; seed++) {
                mean += simulate(predictor, 10, 50, seed).seconds() / 20;
            }
            assertThat(predictor.on(10, 50).seconds() / mean)
                    .as("failure rate %s, evictions %s", rates[0], rates[1])
                    .isCloseTo(1, within(0.06));
        }
    }

    @Test
    void theBestSizeOfBatchesIsAboutTheFastest() {
        var predictor = predictor(10_000, costs(1, 2, 0.05, 1, 0), terms(8, 1, 6));
        Prediction best = predictor.best(8);
        assertThat(predictor.bySize(8))
                .allSatisfy(each -> assertThat(best.seconds()).isLessThanOrEqualTo(1.01 * each.seconds() + 1e-6));
        // batches of one item would take as long again and again to begin
        assertThat(best.itemsPerBatch()).isGreaterThan(20);
    }

    @Test
    void aLineGoesThroughTwoMeasurementsAndNeverBelowZero() {
        assertThat(Line.through(10, 3, 20, 5)).isEqualTo(new Line(1, 0.2));
        assertThat(Line.through(10, 1, 20, 4)).isEqualTo(new Line(0, 0.2));
        assertThat(Line.through(10, 5, 20, 4)).isEqualTo(new Line(4, 0));
        assertThat(Line.through(10, 5, 10, 4)).isEqualTo(new Line(4, 0));
    }
}
