package dev.atelier.scoring.onnx;

import ai.onnxruntime.OrtSession;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** A scorer that tells how much processor time a call took. For one thread at a time. */
public final class TimedScorer implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Scorer scorer;
    private final Clock clock;

    TimedScorer(Scorer scorer, Clock clock) {
        this.scorer = scorer;
        this.clock = clock;
    }

    /**
     * A scored item and what it took, in seconds of processor time.
     *
     * @param graph time inside the graph
     * @param whole time of the call: the graph, and pictures to tensors and back
     */
    public record Timed(Score score, double graph, double whole) {}

    public Timed score(Picture item) {
        clock.nanos = 0;
        long start = now();
        Score score = scorer.score(List.of(item)).get(0);
        return new Timed(score, clock.nanos / 1e9, (now() - start) / 1e9);
    }

    private static long now() {
        return THREADS.getCurrentThreadCpuTime();
    }

    @Override
    public void close() {
        scorer.close();
    }

    /** Adds up the time of runs; a graph runs on the thread that calls it. */
    static final class Clock {
        private long nanos;

        OnnxScorer.Runs around(Graph graph) {
            return (values, pinned) -> {
                long start = now();
                OrtSession.Result result = graph.run(values, pinned);
                nanos += now() - start;
                return result;
            };
        }
    }
}
