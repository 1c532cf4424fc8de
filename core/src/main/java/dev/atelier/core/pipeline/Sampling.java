package dev.atelier.core.pipeline;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Tensor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Reads frames of a video and looks at their statistics, a few at a time; keeps some of the pictures. */
record Sampling(BatchItems items, URI address, Source.Frames source, Specialiser specialiser, int mostKept) {
    private static final int AT_ONCE = 4;

    /**
     * What was seen.
     *
     * @param statistics of each frame
     * @param kept numbers of the frames whose pictures are kept, spread over all
     */
    record Seen(List<Map<String, Tensor>> statistics, List<Integer> kept, List<Picture> pictures) {}

    /** So many frames of a part, evenly spread, moved to a keyframe where one is near, since that costs least to decode. */
    static List<Integer> spread(FrameTable table, int first, int end, int count) {
        List<Integer> positions = new ArrayList<>();
        int spacing = (end - first) / count;
        for (int i = 0; i < count; i++) {
            int wanted = first + (int) ((end - first) * (2L * i + 1) / (2L * count));
            int best = wanted;
            for (int near = 0; near <= spacing / 3; near++) {
                if (wanted - near >= first && table.keyframes()[wanted - near]) {
                    best = wanted - near;
                    break;
                }
                if (wanted + near < end && table.keyframes()[wanted + near]) {
                    best = wanted + near;
                    break;
                }
            }
            if (positions.isEmpty() || positions.get(positions.size() - 1) < best) {
                positions.add(best);
            }
        }
        return positions;
    }

    Seen look(List<Integer> frames) throws InterruptedException {
        TreeSet<Integer> keep = new TreeSet<>();
        for (int i = 0; i < Math.min(mostKept, frames.size()); i++) {
            keep.add(frames.get((int) ((2L * i + 1) * frames.size() / (2L * Math.min(mostKept, frames.size())))));
        }
        var seen = new Seen(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Picture> waiting = new ArrayList<>();
        for (int from = 0, to; from < frames.size(); from = to) {
            to = from + 1;
            FrameTable table = source.info().frames();
            int keyframe = table.keyframeAtOrBefore(frames.get(from));
            while (to < frames.size() && table.keyframeAtOrBefore(frames.get(to)) == keyframe) {
                to++;
            }
            int first = frames.get(from);
            int count = frames.get(to - 1) + 1 - first;
            try (FrameReader reader = items.videoIo()
                    .read(
                            address,
                            source.info(),
                            new FrameRange(first, count),
                            source.width(),
                            source.height(),
                            source.info().pictureFormat())) {
                for (int frame = first, next = from; next < to; frame++) {
                    Picture picture = reader.next();
                    if (picture == null) {
                        throw new PoisonItemException("the video ended early");
                    }
                    if (frame == frames.get(next)) {
                        next++;
                        waiting.add(picture);
                        if (keep.contains(frame)) {
                            seen.kept().add(frame);
                            seen.pictures().add(picture);
                        }
                        if (waiting.size() == AT_ONCE) {
                            seen.statistics()
                                    .addAll(specialiser.statistics(waiting).orElseThrow());
                            waiting.clear();
                        }
                    }
                }
            }
        }
        seen.statistics().addAll(specialiser.statistics(waiting).orElseThrow());
        return seen;
    }
}
