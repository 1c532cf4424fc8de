package dev.atelier.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The L-BFGS direction (Nocedal, 1980) for one tensor: the gradient, corrected by what the last steps told of the
 * curvature.
 */
final class LimitedBfgs {
    private static final int REMEMBERED = 10;
    private static final double LEAST_CURVATURE = 1e-10;

    private record Pair(Tensor step, Tensor change, double curvature) {}

    private final Deque<Pair> pairs = new ArrayDeque<>();
    private Tensor gradient;
    private Tensor direction;
    private double length;

    /**
     * The step to take from where a gradient was measured. The tensors given and returned must outlive the next call.
     */
    Tensor step(Tensor measured) {
        if (gradient == null) {
            length = Math.min(1, 1 / measured.abs().sum().item_double());
            direction = Ops.keep(measured.neg());
        } else {
            remember(measured);
            length = 1;
            direction = Ops.keep(downhill(measured).neg());
        }
        gradient = Ops.keep(measured);
        return direction.mul(Ops.scalar(length));
    }

    private void remember(Tensor measured) {
        Tensor change = measured.sub(gradient);
        Tensor step = direction.mul(Ops.scalar(length));
        double curvature = dot(change, step);
        if (curvature > LEAST_CURVATURE) {
            pairs.addLast(new Pair(Ops.keep(step), Ops.keep(change), curvature));
            if (pairs.size() > REMEMBERED) {
                Pair oldest = pairs.removeFirst();
                oldest.step().close();
                oldest.change().close();
            }
        }
    }

    private Tensor downhill(Tensor measured) {
        List<Pair> latestFirst = new ArrayList<>();
        pairs.descendingIterator().forEachRemaining(latestFirst::add);
        double[] weights = new double[latestFirst.size()];
        Tensor q = measured.clone();
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
