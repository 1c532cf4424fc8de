package dev.atelier.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** Styles out of a pool that grows with the steps, through the network that is trained. */
final class PooledStyles implements StyleSource {
    /** New styles a step, until there are {@link #MOST}. */
    private static final double NEW = 0.1;

    private static final int MOST = 800;
    /** How many of the styles lie between two of the pool. */
    private static final double BETWEEN = 0.3;

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
        // a teacher takes a while over each new style
        int paintings = pool.paintings();
        int available = taught ? paintings : (int) Math.max(paintings, Math.min(MOST, paintings + NEW * step));
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            numbers.add(random.nextInt(available));
        }
        if (taught) {
            return drawn(
                    numbers.stream().map(pool::get).toList(),
                    teacher.map(present -> frames -> present.paint(frames, numbers, pool)));
        }
        return drawn(
                numbers.stream()
                        .map(number -> between(pool.get(number), random, available))
                        .toList(),
                Optional.empty());
    }

    private Drawn drawn(List<KnownStyle> styles, Optional<UnaryOperator<Tensor>> taught) {
        KnownStyle style = KnownStyle.batch(styles);
        return new Drawn(style.wanted(), network.style(style.seen()), taught);
    }

    /** A style as it is, or a style that no painting has: what two of them would be side by side in one picture. */
    private KnownStyle between(KnownStyle style, RandomGenerator random, int available) {
        return random.nextDouble() < BETWEEN
                ? style.mixed(pool.get(random.nextInt(available)), random.nextDouble())
                : style;
    }
}
