package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.planning.Standby;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StandbyTest {
    /** Mean latency and the part of the time that nodes are there, of jobs that come at random. */
    private static double[] simulate(Standby standby, int jobs) {
        var random = new Random(1);
        double now = 0;
        double free = 0;
        double latency = 0;
        double off = 0;
        boolean first = true;
        for (int i = 0; i < jobs; i++) {
            now += -Math.log(1 - random.nextDouble()) * 3600 / standby.arrivals();
            double begins = Math.max(now, free);
            if (first || now > free + standby.idle()) {
                off += now - (first ? 0 : free + standby.idle());
                begins += standby.startUp();
                first = false;
            }
            free = begins + standby.service();
            latency += free - now;
        }
        return new double[] {latency / jobs, 1 - off / now};
    }

    @Test
    void scalingToZeroGivesWhatASimulationOfJobsGives() {
        for (double arrivals : new double[] {0.5, 4, 12, 25}) {
            for (double idle : new double[] {1, 60, 600}) {
                var standby = new Standby(arrivals, 120, 90, idle, 61.2);
                double[] simulated = simulate(standby, 1_000_000);
                Standby.Policy policy = standby.toZero();
                assertThat(policy.latency()).isCloseTo(simulated[0], within(0.02 * simulated[0]));
                assertThat(policy.on()).isCloseTo(simulated[1], within(0.02 * simulated[1]));
                assertThat(policy.costAnHour()).isCloseTo(61.2 * policy.on(), within(1e-9));
            }
        }
    }

    @Test
    void keepingWarmIsAQueueWithoutSetUp() {
        var standby = new Standby(15, 120, 90, 0, 10);
        // a load of one half: the mean wait is half of a job
        assertThat(standby.load()).isCloseTo(0.5, within(1e-9));
        assertThat(standby.warm().latency()).isCloseTo(180, within(1e-6));
        assertThat(standby.warm().costAnHour()).isEqualTo(10);
        assertThat(standby.toZero().costAnHour()).isLessThan(10);
        assertThat(standby.toZero().latency()).isGreaterThan(180);
    }

    @Test
    void jobsThatComeFasterThanTheyAreDoneAreToldApart() {
        assertThat(new Standby(29.9, 120, 90, 10, 10).isStable()).isTrue();
        assertThat(new Standby(30, 120, 90, 10, 10).isStable()).isFalse();
    }
}
