package dev.atelier.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The L-BFGS direction (Nocedal, 1980) for one tensor: against the gradient, corrected by what the last steps told of
 * the curvature.
 */
final class LimitedBfgs {
    private static final int REMEMBERED = 10;
    /** Of a step along which the gradient changes, relative to both their lengths. */
    private static final double LEAST_CURVATURE = 1e-8;

    private record Pair(Tensor step, Tensor change, double curvature) {}

    private final Deque<Pair> pairs = new ArrayDeque<>();

    /** Whether nothing is known of the curvature, so that the direction's length means nothing. */
    boolean isBlank() {
        return pairs.isEmpty();
    }

    /** Forgets all steps. */
    void forget() {
        while (!pairs.isEmpty()) {
            close(pairs.removeFirst());
        }
    }

    /** Learns how a step changed the gradient; the tensors are copied. */
    void remember(Tensor step, Tensor change) {
        double curvature = dot(change, step);
        if (curvature > LEAST_CURVATURE * Math.sqrt(dot(change, change) * dot(step, step))) {
            pairs.addLast(new Pair(Ops.keep(step), Ops.keep(change), curvature));
            if (pairs.size() > REMEMBERED) {
                close(pairs.removeFirst());
            }
        }
    }

    private static void close(Pair pair) {
        pair.step().close();
        pair.change().close();
    }

    /** Where to go from where a gradient was measured. */
    Tensor direction(Tensor gradient) {
        List<Pair> latestFirst = new ArrayList<>();
        pairs.descendingIterator().forEachRemaining(latestFirst::add);
        double[] weights = new double[latestFirst.size()];
        Tensor q = gradient.neg();
        for (int i = 0; i < weights.length; i++) {
            Pair pair = latestFirst.get(i);
            weights[i] = dot(pair.step(), q) / pair.curvature();
            q = q.sub(pair.change().mul(Ops.scalar(weights[i])));
        }
        if (!latestFirst.isEmpty()) {
            Pair latest = latestFirst.get(0);
            q = q.mul(Ops.scalar(latest.curvature() / dot(latest.change(), latest.change())));
        }
        for (int i = weights.length - 1; i >= 0; i--) {
            Pair pair = latestFirst.get(i);
            double weight = dot(pair.change(), q) / pair.curvature();
            q = q.add(pair.step().mul(Ops.scalar(weights[i] - weight)));
        }
        return q;
    }

    private static double dot(Tensor a, Tensor b) {
        return a.mul(b).sum().item_double();
    }
}
