package dev.atelier.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Styles out of a pool that grows with the steps, through the network that is trained. */
final class PooledStyles implements StyleSource {
    /** New styles a step, until there are {@link #MOST}. */
    private static final double NEW = 0.3;

    private static final int MOST = 1500;

    private final StylePool pool;
    private final StyleNetwork network;
    private final Optional<Teacher> teacher;
    private final int taughtSteps;

    /** @param taughtSteps steps at the start that imitate the teacher, if there is one */
    PooledStyles(StylePool pool, StyleNetwork network, Optional<Teacher> teacher, int taughtSteps) {
        this.pool = pool;
        this.network = network;
        this.teacher = teacher;
        this.taughtSteps = taughtSteps;
    }

    @Override
    public Drawn draw(RandomGenerator random, int step, int n) {
        int available = (int) Math.max(pool.paintings(), Math.min(MOST, pool.paintings() + NEW * step));
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            numbers.add(random.nextInt(available));
        }
        StyleStatistics wanted =
                StyleStatistics.batch(numbers.stream().map(pool::get).toList());
        return new Drawn(
                wanted,
                network.style(wanted),
                teacher.filter(present -> step < taughtSteps)
                        .map(present -> frames -> present.paint(frames, numbers, pool)));
    }
}
