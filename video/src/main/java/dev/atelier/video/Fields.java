package dev.atelier.video;

import dev.atelier.core.media.FrameTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes frames of fields. Camcorders and broadcasts may code the two fields of an interlaced frame apart (H.264 PAFF): then
 * two packets are one frame, which is shown at the time of the first.
 */
final class Fields {
    private static final Set<String> INTERLACED = Set.of("tt", "bb", "tb", "bt");

    /** So many packets tell whether there are any, unless a change of the distances does. */
    private static final int TRIAL = 200;

    private final Ffmpeg ffmpeg;

    Fields(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    static boolean possible(SourceHeader.Stream video) {
        return video.codec().equals("h264") && INTERLACED.contains(video.get("field_order"));
    }

    /** The table without second fields. Takes a decoding of the whole video if there are some. */
    FrameTable joined(SourceAddress source, int stream, FrameTable packets) throws InterruptedException {
        long[] times = packets.timestamps();
        long usual = usualGap(times);
        boolean even = true;
        for (int i = 1; i < times.length; i++) {
            even &= (times[i] - times[i - 1]) * 4 > usual * 3;
        }
        int tried = Math.min(TRIAL, times.length);
        if (even && shown(source, stream, tried).size() * 10 > tried * 9) {
            return packets;
        }
        SortedSet<Long> shown = shown(source, stream, Integer.MAX_VALUE);
        long frame = usualGap(shown.stream().mapToLong(Long::longValue).toArray());
        int count = 0;
        long[] first = new long[times.length];
        boolean[] keyframes = new boolean[times.length];
        for (int i = 0; i < times.length; i++) {
            // One that is missing for another reason remains: reading tells of it.
            boolean second = count > 0
                    && !shown.contains(times[i])
                    && shown.contains(first[count - 1])
                    && (times[i] - first[count - 1]) * 4 < frame * 3;
            if (!second) {
                first[count] = times[i];
                keyframes[count++] = packets.keyframes()[i];
            }
        }
        return new FrameTable(
                packets.timeBase(), Arrays.copyOf(first, count), Arrays.copyOf(keyframes, count), packets.end());
    }

    private static long usualGap(long[] times) {
        long[] gaps = new long[Math.max(1, times.length - 1)];
        for (int i = 1; i < times.length; i++) {
            gaps[i - 1] = times[i] - times[i - 1];
        }
        Arrays.sort(gaps);
        return gaps[gaps.length / 2];
    }

    /** When the frames that come out of so many packets are shown. */
    private SortedSet<Long> shown(SourceAddress source, int stream, int packets) throws InterruptedException {
        List<String> arguments = new ArrayList<>(ffmpeg.decodingGuard(source));
        arguments.addAll(List.of("-select_streams", String.valueOf(stream)));
        arguments.addAll(List.of("-show_entries", "frame=best_effort_timestamp", "-of", "csv=p=0"));
        if (packets < Integer.MAX_VALUE) {
            arguments.addAll(List.of("-read_intervals", "%+#" + packets));
        }
        arguments.addAll(List.of("-i", source.input()));
        SortedSet<Long> times = new TreeSet<>();
        try (ChildProcess child = ffmpeg.ffprobe(arguments)) {
            ChildProcess.Lines output = child.lines();
            for (String line = output.next(); line != null; line = output.next()) {
                String time = line.split(",", -1)[0];
                if (time.matches("-?\\d{1,18}")) {
                    times.add(Long.valueOf(time));
                }
            }
            child.exitCode();
            child.checkSilence("looking for fields in " + source.name());
        }
        return times;
    }
}
