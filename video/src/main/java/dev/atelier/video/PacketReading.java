package dev.atelier.video;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads all packets of a video stream, without decoding. */
final class PacketReading {
    private static final Rational SECOND = new Rational(1, 1);

    /** In seconds: without frames for so long, a damaged file has lost some there. */
    private static final double LONG_GAP = 0.3;

    private final Ffmpeg ffmpeg;
    private final Limits limits;

    PacketReading(Ffmpeg ffmpeg, Limits limits) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
    }

    /**
     * What the packets tell.
     *
     * @param presented whether they say when they are shown, not only when they are decoded
     * @param keyframeFirst whether the first is marked as a keyframe
     */
    record Result(FrameTable table, boolean presented, boolean keyframeFirst) {
        Result with(FrameTable other) {
            return new Result(other, presented, keyframeFirst);
        }
    }

    Result read(SourceAddress source, SourceHeader.Stream video, Findings findings) throws InterruptedException {
        List<String> arguments = new ArrayList<>(Ffmpeg.guard(source));
        arguments.addAll(List.of("-select_streams", String.valueOf(video.index())));
        arguments.addAll(List.of("-show_entries", "packet=pts,dts,duration,flags", "-of", "csv=p=0"));
        arguments.addAll(List.of("-i", source.input()));
        PacketTable table = new PacketTable();
        int untimed = 0;
        long begun = System.nanoTime();
        try (ChildProcess child = ffmpeg.ffprobe(arguments)) {
            ChildProcess.Lines output = child.lines();
            for (String line = output.next(); line != null; line = output.next()) {
                untimed += table.add(line) ? 0 : 1;
                if (table.count() > limits.frames()) {
                    throw new InvalidRequestException(source.name() + " has more than " + limits.frames()
                            + " frames, the most allowed (--max-frames)");
                }
                if (System.nanoTime() - begun > limits.probe().toNanos()) {
                    throw new InvalidRequestException(source.name() + " takes more than "
                            + limits.probe().toSeconds() + " s to read, the longest allowed (--max-read-time)");
                }
            }
            int code = child.exitCode();
            child.checkSilence("reading the packets of " + source.name());
            Optional<String> torn = Damage.torn(child.errors());
            if (code != 0 || torn.isPresent() || table.count() == 0) {
                String sentence = "is damaged" + where(table, video) + ": a part of it cannot be read"
                        + Damage.quote(torn.or(() -> child.errors().stream().findFirst()));
                if (table.count() == 0) {
                    throw new InvalidRequestException(source.name() + " " + sentence);
                }
                findings.damage(sentence);
            }
        }
        Rational timeBase = video.fraction("time_base", SECOND);
        if (table.incomplete().isPresent()) {
            double seconds = table.incomplete().getAsLong() * timeBase.value();
            findings.damage(String.format(Locale.ROOT, "is damaged at %.3f s: a part of a frame is missing", seconds));
        }
        if (untimed > 0) {
            findings.damage("is damaged: " + untimed + " of its frames have no time");
        }
        FrameTable frames = table.table(timeBase);
        findings.source().file().flatMap(MatroskaStructure::damage).ifPresent(findings::damage);
        findings.source().file().flatMap(FragmentedMp4::damage).ifPresent(findings::damage);
        checkDuration(video, frames, findings);
        return new Result(frames, table.presented(), table.keyframeFirst());
    }

    /**
     * Matroska tells how long the file is, and the duration of each stream in a tag: a file that broke off has less. The tag
     * may be wrong, and counts only where the file does not say the other.
     */
    private static void checkDuration(SourceHeader.Stream video, FrameTable frames, Findings findings) {
        OptionalLong declaredBytes =
                findings.source().file().map(MatroskaLength::declared).orElse(OptionalLong.empty());
        double found = frames.end() * frames.timeBase().value();
        if (declaredBytes.isPresent()) {
            long bytes = findings.source().file().orElseThrow().toFile().length();
            if (bytes < declaredBytes.getAsLong()) {
                findings.damage(String.format(
                        Locale.ROOT,
                        "is damaged: it breaks off at %.3f s, with %d of %d bytes",
                        found,
                        bytes,
                        declaredBytes.getAsLong()));
            }
            return;
        }
        String[] clock = video.tag("duration").split(":", -1);
        if (clock.length != 3 || !video.tag("duration").matches("\\d+:\\d\\d:\\d\\d(\\.\\d+)?")) {
            return;
        }
        double declared =
                Long.parseLong(clock[0]) * 3600.0 + Long.parseLong(clock[1]) * 60 + Double.parseDouble(clock[2]);
        if (found < declared - 1) {
            findings.damage(String.format(
                    Locale.ROOT, "is damaged: it breaks off at %.3f s, and should last until %.3f s", found, declared));
        }
    }

    private static String where(PacketTable table, SourceHeader.Stream video) {
        if (table.count() == 0) {
            return "";
        }
        FrameTable frames = table.table(video.fraction("time_base", SECOND));
        double second = frames.timeBase().value();
        for (int i = 0; i + 1 < frames.count(); i++) {
            double gap = (frames.until(i) - frames.timestamps()[i]) * second;
            if (gap > LONG_GAP && gap > 8 * frames.duration() / frames.count()) {
                return String.format(
                        Locale.ROOT,
                        " between %.3f s and %.3f s, where there are no frames",
                        frames.seconds(i),
                        frames.seconds(i + 1));
            }
        }
        return String.format(Locale.ROOT, ", frames were found up to %.3f s", frames.end() * second);
    }
}
