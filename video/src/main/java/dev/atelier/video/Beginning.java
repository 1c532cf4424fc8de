package dev.atelier.video;

import dev.atelier.core.media.FrameTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a decoder shows of a video's beginning. A recording of a broadcast, or a file cut out of a longer one, may begin
 * with pictures that need others which it does not hold: these are never shown, by any player.
 */
final class Beginning {
    /** How many packets to try: one is enough for most videos; all for one that shows nothing for long. */
    private static final List<Integer> PACKETS = List.of(1, 64, 1024, Integer.MAX_VALUE);

    /** More packets than a decoder holds back. */
    private static final int ENOUGH = 64;

    private final Ffmpeg ffmpeg;

    Beginning(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** The frames from the first that is shown on; all of them where the beginning is damaged, which reading tells. */
    FrameTable shown(SourceAddress source, int stream, FrameTable frames) throws InterruptedException {
        for (int packets : PACKETS) {
            List<String> errors = new ArrayList<>();
            Optional<Long> first = first(source, stream, packets, errors);
            if (Damage.noKeyframe(errors)) {
                return from(frames, frames.firstKeyframe());
            }
            if (first.isPresent() && first.get() <= frames.timestamps()[0]) {
                return frames;
            }
            if (first.isPresent() && packets >= ENOUGH) {
                boolean damaged = Damage.undecoded(errors, true, Set.of()).isPresent();
                int place = Arrays.binarySearch(frames.timestamps(), first.get());
                return damaged || place < 0 ? frames : from(frames, place);
            }
        }
        return frames;
    }

    private static FrameTable from(FrameTable frames, int first) {
        int count = frames.count();
        return new FrameTable(
                frames.timeBase(),
                Arrays.copyOfRange(frames.timestamps(), first, count),
                Arrays.copyOfRange(frames.keyframes(), first, count),
                frames.end());
    }

    /** When the first frame that comes out of so many packets is shown. */
    private Optional<Long> first(SourceAddress source, int stream, int packets, List<String> errors)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>(ffmpeg.decodingGuard(source));
        arguments.addAll(List.of("-threads", "1", "-flags", "-output_corrupt"));
        arguments.addAll(List.of("-select_streams", String.valueOf(stream)));
        arguments.addAll(List.of("-show_entries", "frame=best_effort_timestamp", "-of", "csv=p=0"));
        if (packets < Integer.MAX_VALUE) {
            arguments.addAll(List.of("-read_intervals", "%+#" + packets));
        }
        arguments.addAll(List.of("-i", source.input()));
        Optional<Long> first = Optional.empty();
        try (ChildProcess child = ffmpeg.ffprobe(arguments)) {
            ChildProcess.Lines output = child.lines();
            String line = output.next();
            // Beyond the first frame, nothing counts but what the decoder complains of in the part that was asked for.
            for (boolean more = line != null; more; more = line != null && packets < Integer.MAX_VALUE) {
                String time = line.split(",", -1)[0];
                if (first.isEmpty() && time.matches("-?\\d{1,18}")) {
                    first = Optional.of(Long.valueOf(time));
                }
                line = output.next();
            }
            if (packets < Integer.MAX_VALUE || first.isEmpty()) {
                child.exitCode();
            }
            child.checkSilence("decoding the beginning of " + source.name());
            errors.addAll(child.errors());
            return first;
        }
    }
}
