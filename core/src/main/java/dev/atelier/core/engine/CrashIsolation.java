package dev.atelier.core.engine;

import dev.atelier.core.job.Batch;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.motion.FlickerControl;
import java.util.ArrayList;
import java.util.List;

/** Finds, by halving, the items in or beside a batch that end the process that scores them. */
public final class CrashIsolation {
    /** A batch that is steadied scores items beside it too. */
    private static final int BESIDE = FlickerControl.RADIUS;

    private final Rehearsal rehearsal;

    public CrashIsolation(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** Scores items and keeps nothing of it. */
    public interface Rehearsal {
        /** Whether the process that scored them lived on. Some of the items may lie beyond the job's last. */
        boolean survives(Batch part) throws InterruptedException;
    }

    /**
     * The items that crash, those known before included. Takes some {@code log2} of the batch's size rehearsals for each.
     *
     * @return what was known before if no single item crashes on its own
     */
    public List<Integer> crashing(Batch batch) throws InterruptedException {
        List<Integer> found = new ArrayList<>(batch.crashing());
        int from = Math.max(0, batch.items().first() - BESIDE);
        var all = new FrameRange(from, batch.items().end() + BESIDE - from);
        while (!survives(batch, all, found)) {
            FrameRange range = all;
            while (range.count() > 1) {
                var first = new FrameRange(range.first(), range.count() / 2);
                range = survives(batch, first, found)
                        ? new FrameRange(first.end(), range.count() - first.count())
                        : first;
            }
            if (survives(batch, range, found)) {
                break;
            }
            found.add(range.first());
        }
        return found;
    }

    private boolean survives(Batch batch, FrameRange range, List<Integer> known) throws InterruptedException {
        return rehearsal.survives(batch.withCrashing(known).part(range));
    }
}
