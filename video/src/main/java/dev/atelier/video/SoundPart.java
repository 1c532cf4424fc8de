package dev.atelier.video;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much of a range is sound. Decoders complain of a packet long before or after its picture is due: which pictures
 * were whole before it is found by decoding so many packets and no more, and looking at what comes out.
 *
 * @param packets how many packets decode without complaint, counted from where decoding begins
 * @param end the first frame that does not come out of these; at least the range's end if all of them are sound
 */
record SoundPart(int packets, int end) {
    static SoundPart of(Ffmpeg ffmpeg, RangeArguments range, Set<String> otherCodecs) throws InterruptedException {
        // What is said of the file when it is opened is said of the picture again, if it concerns it.
        int opening = Trial.of(ffmpeg, range.withPackets(0), otherCodecs, 0).complaints();
        int bad = range.enoughPackets();
        Trial sound = Trial.of(ffmpeg, range.withPackets(bad), otherCodecs, opening);
        if (sound.sound()) {
            return new SoundPart(bad, sound.firstMissing(range));
        }
        int good = 0;
        while (bad - good > 1) {
            int middle = (good + bad) >>> 1;
            Trial trial = Trial.of(ffmpeg, range.withPackets(middle), otherCodecs, opening);
            if (trial.sound()) {
                good = middle;
                sound = trial;
            } else {
                bad = middle;
            }
        }
        return new SoundPart(good, good == 0 ? range.range().first() : sound.firstMissing(range));
    }

    /**
     * A decoding of some packets.
     *
     * @param complaints how many messages there were
     * @param sound whether none of them, after those of the opening, tells of damage
     * @param shown the times of the frames that came out, or their numbers where these are counted
     */
    private record Trial(int complaints, boolean sound, TreeSet<Long> shown) {
        static Trial of(Ffmpeg ffmpeg, RangeArguments part, Set<String> otherCodecs, int opening)
                throws InterruptedException {
            List<String> command = part.input(ffmpeg.decodingGuard(part.source()));
            command.addAll(part.frames("null"));
            command.addAll(RangeArguments.stamps());
            command.addAll(List.of("-f", "null", "-"));
            TreeSet<Long> shown = new TreeSet<>();
            try (ChildProcess child = ffmpeg.ffmpeg(command, part.patience(), false)) {
                for (OptionalLong stamp = child.stamp(); stamp.isPresent(); stamp = child.stamp()) {
                    shown.add(part.countsFrames() ? shown.size() : stamp.getAsLong());
                }
                child.exitCode();
                child.checkSilence("looking for damage in " + part.source().name());
                List<String> errors = new ArrayList<>(child.errors());
                List<String> said = errors.subList(Math.min(opening, errors.size()), errors.size());
                boolean sound = Damage.undecoded(said, part.lacksReferences(), otherCodecs)
                        .isEmpty();
                return new Trial(errors.size(), sound, shown);
            }
        }

        int firstMissing(RangeArguments range) {
            long[] times = range.info().frames().timestamps();
            for (int i = range.range().first(); i < range.range().end(); i++) {
                if (!shown.contains(range.countsFrames() ? i : times[i])) {
                    return i;
                }
            }
            return range.range().end();
        }
    }
}
