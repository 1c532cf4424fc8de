package dev.atelier.core.pipeline;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoIo;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the cuts of a video. Looks at its keyframes first, which is cheap, and decodes in full, but small, only between
 * neighbours that differ. Where an encoder began anew before it had to, it saw a cut there itself.
 */
final class ShotFinder {
    /** Keyframes that differ less belong to one shot. */
    private static final double ALIKE = 0.2;

    /** Neighbours that differ more are divided by a cut, unless all around them differ as much. */
    private static final double CUT = 0.3;

    private static final double ABOVE_OTHERS = 3;
    private static final int AROUND = 5;

    /** A flash is no shot. */
    private static final int LEAST_FRAMES = 4;

    /** Where keyframes are further apart on average, all frames are looked at. */
    private static final int RARE = 300;

    private final VideoIo videoIo;
    private final URI address;
    private final Source.Frames source;
    private final FrameTable table;

    ShotFinder(VideoIo videoIo, URI address, Source.Frames source) {
        this.videoIo = videoIo;
        this.address = address;
        this.source = source;
        this.table = source.info().frames();
    }

    /** The first frame of each shot; 0 is the first. */
    List<Integer> starts() throws InterruptedException {
        List<Integer> keyframes = new ArrayList<>();
        for (int i = 0; i < table.count(); i++) {
            if (table.keyframes()[i]) {
                keyframes.add(i);
            }
        }
        TreeSet<Integer> cuts = new TreeSet<>();
        if (keyframes.size() < 2 || keyframes.get(0) != 0 || table.count() / keyframes.size() > RARE) {
            cuts.addAll(cuts(new FrameRange(0, table.count())));
        } else {
            betweenKeyframes(keyframes, cuts);
        }
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int cut : cuts) {
            if (cut - starts.get(starts.size() - 1) >= LEAST_FRAMES && table.count() - cut >= LEAST_FRAMES) {
                starts.add(cut);
            }
        }
        return starts;
    }

    private void betweenKeyframes(List<Integer> keyframes, Set<Integer> cuts) throws InterruptedException {
        FrameRange all = new FrameRange(0, table.count());
        List<Glimpse> glimpses;
        try (FrameReader reader = videoIo.keyframes(address, source.info(), all, Glimpse.WIDTH, Glimpse.HEIGHT)) {
            glimpses = glimpses(reader);
        } catch (PoisonItemException e) {
            // its marks are wrong: nothing is left but to look at all
            cuts.addAll(cuts(all));
            return;
        }
        int longest = 0;
        for (int i = 0; i + 1 < keyframes.size(); i++) {
            longest = Math.max(longest, keyframes.get(i + 1) - keyframes.get(i));
        }
        for (int i = 0; i < keyframes.size(); i++) {
            int from = keyframes.get(i);
            boolean last = i + 1 == keyframes.size();
            int to = last ? table.count() : keyframes.get(i + 1);
            // behind the last keyframe there is nothing to compare with: what it has not seen, it cannot tell
            if (last ? to - from > longest / 2 && to - from > 1 : differ(glimpses, i)) {
                if (!last && to - from < longest) {
                    cuts.add(to);
                } else {
                    cuts.addAll(cuts(new FrameRange(from, Math.min(to + 1, table.count()) - from)));
                }
            }
        }
    }

    private static boolean differ(List<Glimpse> glimpses, int i) {
        return glimpses.get(i).difference(glimpses.get(i + 1)) > ALIKE;
    }

    /** The first frames behind the cuts of a range, all of whose frames are looked at. */
    private List<Integer> cuts(FrameRange range) throws InterruptedException {
        List<Glimpse> glimpses;
        try (FrameReader reader =
                videoIo.read(address, source.info(), range, Glimpse.WIDTH, Glimpse.HEIGHT, PictureFormat.RGB8)) {
            glimpses = glimpses(reader);
        }
        double[] steps = new double[Math.max(0, glimpses.size() - 1)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = glimpses.get(i).difference(glimpses.get(i + 1));
        }
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] > CUT && steps[i] > ABOVE_OTHERS * usual(steps, i) && !isFlash(glimpses, i)) {
                cuts.add(range.first() + i + 1);
            }
        }
        return cuts;
    }

    /** The median step around one. */
    private static double usual(double[] steps, int at) {
        double[] around = Arrays.copyOfRange(steps, Math.max(0, at - AROUND), Math.min(steps.length, at + AROUND + 1));
        Arrays.sort(around);
        return around[around.length / 2];
    }

    /** Whether what was before a step is back within a few frames, or what is behind it was there a few frames before. */
    private static boolean isFlash(List<Glimpse> glimpses, int at) {
        for (int gap = 2; gap <= LEAST_FRAMES; gap++) {
            if (at + gap < glimpses.size() && glimpses.get(at).difference(glimpses.get(at + gap)) < ALIKE) {
                return true;
            }
            if (at + 1 - gap >= 0 && glimpses.get(at + 1 - gap).difference(glimpses.get(at + 1)) < ALIKE) {
                return true;
            }
        }
        return false;
    }

    private static List<Glimpse> glimpses(FrameReader reader) throws InterruptedException {
        List<Glimpse> glimpses = new ArrayList<>();
        for (Picture picture = reader.next(); picture != null; picture = reader.next()) {
            glimpses.add(new Glimpse(picture));
        }
        return glimpses;
    }
}
