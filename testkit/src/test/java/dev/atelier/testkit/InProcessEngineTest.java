package dev.atelier.testkit;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

class InProcessEngineTest extends EngineContract {
    @Override
    protected Engine engine(int slots, int attempts) {
        var retry = new RetryPolicy(attempts, Duration.ofMillis(1), Duration.ofMillis(5));
        return new InProcessEngine(slots, retry, Clock.systemUTC(), new Random(1));
    }
}
