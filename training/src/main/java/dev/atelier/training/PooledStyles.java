package dev.atelier.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** Styles out of a pool that grows with the steps, through the network that is trained. */
final class PooledStyles implements StyleSource {
    /** Styles made at the start, and new ones a step. */
    private static final int FIRST = 200;

    private static final double NEW = 0.5;
    /** How many of those made last are drawn from: what is known of a style takes a third of a megabyte. */
    private static final int LATEST = 1500;
    /** How many of the styles are paintings as they are. */
    private static final double WHOLE = 0.25;
    /** How many of the styles lie between two of the pool. */
    private static final double BETWEEN = 0.3;
    /** Deviation of the noise on what is seen, that of the statistics being about 1: paintings never seen are not seen so exactly. */
    private static final double NOISE = 0.1;

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
        boolean taught = teacher.isPresent() && step < taughtSteps;
        int newest = pool.paintings() + FIRST + (int) (NEW * step);
        int oldest = Math.max(pool.paintings(), newest - LATEST);
        pool.forget(oldest);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            // a teacher takes a while over each new style
            numbers.add(taught ? random.nextInt(pool.paintings()) : number(random, oldest, newest));
        }
        if (taught) {
            return drawn(
                    random,
                    numbers.stream().map(pool::get).toList(),
                    teacher.map(present -> frames -> present.paint(frames, numbers, pool)));
        }
        return drawn(
                random,
                numbers.stream()
                        .map(number -> between(pool.get(number), random, oldest, newest))
                        .toList(),
                Optional.empty());
    }

    private Drawn drawn(RandomGenerator random, List<KnownStyle> styles, Optional<UnaryOperator<Tensor>> taught) {
        KnownStyle style = KnownStyle.batch(styles);
        Tensor measured = network.code().measured(style.seen());
        float[] noise = Ops.normal(random, NOISE, (int) measured.numel());
        Style made = network.code().style(measured.add(Ops.tensor(noise, measured.shape())));
        return new Drawn(style.wanted(), made, taught);
    }

    /** A style as it is, or a style that no painting has: what two of them would be side by side in one picture. */
    private KnownStyle between(KnownStyle style, RandomGenerator random, int oldest, int newest) {
        return random.nextDouble() < BETWEEN
                ? style.mixed(pool.get(number(random, oldest, newest)), random.nextDouble())
                : style;
    }

    private int number(RandomGenerator random, int oldest, int newest) {
        return random.nextDouble() < WHOLE
                ? random.nextInt(pool.paintings())
                : oldest + random.nextInt(newest - oldest);
    }
}
