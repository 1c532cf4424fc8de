package dev.atelier.core.pipeline;

import dev.atelier.core.job.StageTimes;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.motion.FlickerControl;
import dev.atelier.core.motion.Link;
import dev.atelier.core.scoring.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A batch's own items out of those that were scored for it, steadied by their neighbours if that was asked for. Holds no
 * more frames than are neighbours of each other.
 */
final class SteadiedItems {
    private final FrameRange batch;
    private final FlickerControl control;
    private final boolean steady;
    /** The latest items, with their frames; the frame of one that failed is null. */
    private final List<Entry> window = new ArrayList<>();
    /** Of each of these with the next. */
    private final List<Optional<Link>> links = new ArrayList<>();

    private record Entry(ScoredItem item, FlickerControl.Frame frame) {}

    SteadiedItems(Neighbourhood neighbourhood, FrameRange batch) {
        this.batch = batch;
        this.steady = neighbourhood.steady() > 0;
        this.control = new FlickerControl(neighbourhood.steady());
    }

    /** Takes the next items; gives those that are done, in order. */
    List<ScoredItem> add(List<ScoredItem> scored) {
        List<ScoredItem> done = new ArrayList<>();
        for (ScoredItem item : scored) {
            if (!steady) {
                keep(item, done);
                continue;
            }
            Entry entry = entry(item);
            if (!window.isEmpty()) {
                links.add(link(window.get(window.size() - 1), entry));
            }
            window.add(entry);
            if (window.size() > FlickerControl.RADIUS) {
                take(window.size() - 1 - FlickerControl.RADIUS, done);
            }
            if (window.size() > 2 * FlickerControl.RADIUS) {
                window.remove(0);
                links.remove(0);
            }
        }
        return done;
    }

    /** The last ones, after all were taken. */
    List<ScoredItem> end() {
        List<ScoredItem> done = new ArrayList<>();
        for (int i = Math.max(0, window.size() - FlickerControl.RADIUS); i < window.size(); i++) {
            take(i, done);
        }
        return done;
    }

    private static Entry entry(ScoredItem item) {
        boolean painted = item.score() instanceof Score.Image && item.picture() != null;
        return new Entry(
                item, painted ? FlickerControl.Frame.of(item.picture(), ((Score.Image) item.score()).picture()) : null);
    }

    private static Optional<Link> link(Entry entry, Entry next) {
        return entry.frame() == null || next.frame() == null
                ? Optional.empty()
                : FlickerControl.link(entry.frame(), next.frame());
    }

    private void take(int place, List<ScoredItem> done) {
        Entry entry = window.get(place);
        int index = entry.item().item().index();
        if (!batch.contains(index)) {
            return;
        }
        if (entry.frame() == null) {
            done.add(entry.item());
            return;
        }
        long start = System.nanoTime();
        List<FlickerControl.Frame> frames = new ArrayList<>();
        window.forEach(other -> frames.add(other.frame()));
        ScoredItem item = entry.item();
        var score = new Score.Image(control.steadied(frames, links, place));
        StageTimes times = item.times().plus(new StageTimes(0, 0, System.nanoTime() - start, 0, 0));
        done.add(new ScoredItem(item.item(), null, score, null, item.encoded(), times));
    }

    private void keep(ScoredItem item, List<ScoredItem> done) {
        int index = item.item().index();
        if (batch.contains(index)) {
            done.add(item);
        }
    }
}
