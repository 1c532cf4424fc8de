package dev.atelier.video;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.StreamInfo;
import dev.atelier.core.media.VideoIo.JoinReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which streams the joined file gets, in the order of the source.
 *
 * @param video place of the styled video among them
 * @param streams the source's streams that go along, the replaced video included
 * @param reading the options with which the source is opened
 * @param arguments the options that select, convert and describe them; the segments are input 0, the source input 1
 * @param delicate the indexes of streams that a writer may refuse in the middle, for what they hold
 */
record StreamPlan(
        int video,
        List<SourceHeader.Stream> streams,
        List<String> reading,
        List<String> arguments,
        Set<Integer> delicate,
        JoinReport report) {
    /** The languages that FFmpeg writes to QuickTime files under the other of their two codes only. */
    private static final Map<String, String> QUICKTIME_LANGUAGES =
            Map.of("deu", "ger", "nld", "dut", "swe", "sve", "ell", "gre", "isl", "ice", "zho", "chi", "fre", "fra");

    /** A file may hold tags of any length; a command line may not. */
    static final int LONGEST_ARGUMENT = 2000;

    private static final String ORDERED = "setts=dts='max(DTS,PREV_OUTDTS)':pts='max(PTS,PREV_OUTDTS)'";

    StreamPlan {
        reading = List.copyOf(reading);
        delicate = Set.copyOf(delicate);
        streams = List.copyOf(streams);
        arguments = List.copyOf(arguments);
    }

    /**
     * @param replaced index of the video stream that the segments replace; a source that has none of that index, such as
     *     a file of sound, gets the video before its own streams
     * @param encoded the stream of the segments
     * @param refused the indexes of streams that have been refused already
     * @param covers files of the covers that are attached anew, at the end
     */
    static StreamPlan of(
            SourceHeader source,
            int replaced,
            Container container,
            SourceHeader.Stream encoded,
            Covers covers,
            Set<Integer> refused) {
        boolean sideAlpha = encoded.sideAlpha();
        List<String> arguments = new ArrayList<>(List.of("-c", "copy"));
        List<SourceHeader.Stream> streams = new ArrayList<>();
        List<String> copied = new ArrayList<>();
        List<String> converted = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        List<String> reading = new ArrayList<>();
        Set<Integer> delicate = new TreeSet<>();
        List<SourceHeader.Stream> attached = new ArrayList<>();
        int video = 0;
        if (source.streams().stream().noneMatch(stream -> stream.index() == replaced)) {
            streams.add(encoded);
            arguments.addAll(List.of("-map", "0:v:0"));
        }
        for (SourceHeader.Stream stream : source.streams()) {
            int place = streams.size();
            if (stream.index() == replaced) {
                video = place;
                streams.add(stream);
                arguments.addAll(replacement(stream, place));
                arguments.addAll(naming(stream, place, container));
                arguments.addAll(sideAlpha ? List.of("-metadata:s:" + place, "alpha_mode=1") : List.of());
                continue;
            }
            if (stream.chapterTitles()) {
                continue; // which are carried as chapters
            }
            if (stream.timecodes() && container != Container.TS) {
                // The muxer makes the track anew from the tag that the video carries.
                boolean track = container == Container.MP4 || container == Container.MOV;
                (track ? copied : converted).add(stream.name() + (track ? " with timecodes" : " to the tag timecode"));
                continue;
            }
            if (covers.files().containsKey(stream.index())) {
                attached.add(stream);
                copied.add(stream.name());
                continue;
            }
            Carriage carriage = refused.contains(stream.index())
                    ? new Carriage.Drop("what it holds cannot be written to " + container)
                    : Carriage.of(stream, container);
            if (carriage instanceof Carriage.Drop drop) {
                dropped.add(stream.name() + ": " + drop.reason());
                continue;
            }
            arguments.addAll(List.of("-map", "1:" + stream.index()));
            arguments.addAll(List.of("-map_metadata:s:" + place, "1:s:" + stream.index()));
            arguments.addAll(naming(stream, place, container));
            if (carriage instanceof Carriage.Convert convert) {
                arguments.addAll(List.of("-c:" + place, convert.encoder()));
                converted.add(stream.name() + " to " + convert.codec());
                if (stream.kind() == StreamInfo.Kind.SUBTITLE) {
                    delicate.add(stream.index());
                }
                if (stream.codec().equals(Carriage.BLU_RAY)) {
                    // Such subtitles do not tell how long they are shown: until the next, which may be an empty one.
                    reading.add("-fix_sub_duration:" + stream.index());
                }
            } else {
                copied.add(stream.name());
            }
            if (stream.kind() == StreamInfo.Kind.DATA) {
                // FFmpeg puts the times of all other kinds in order by itself.
                arguments.addAll(List.of("-bsf:" + place, ORDERED));
                delicate.add(stream.index());
            }
            streams.add(stream);
        }
        for (SourceHeader.Stream cover : attached) {
            arguments.addAll(covers.arguments(cover, streams.size()));
            streams.add(cover);
        }
        if (container == Container.TS && !source.chapters().isEmpty()) {
            dropped.add(source.chapters().size() + " chapters: TS cannot hold chapters");
        }
        return new StreamPlan(video, streams, reading, arguments, delicate, new JoinReport(copied, converted, dropped));
    }

    /** A clock for the movie as a whole in which every stream's start is exact, if there is one that players take. */
    long movieScale(long videoScale) {
        long scale = videoScale;
        for (SourceHeader.Stream stream : streams) {
            int rate = stream.number("sample_rate");
            if (rate > 0) {
                long common = scale / Pace.gcd(scale, rate) * rate;
                scale = common <= 10_000_000 ? common : scale;
            }
        }
        return scale;
    }

    /**
     * The report, with what a reading of the result has shown.
     *
     * @param shift by how many seconds all streams were moved
     * @param lost the tags that the result lacks
     */
    JoinReport report(double shift, List<String> lost) {
        List<String> converted = new ArrayList<>(report.converted());
        if (shift != 0) {
            converted.add(String.format(
                    Locale.ROOT, "all streams begin %.3f s later: the container has no times below 0", shift));
        }
        List<String> dropped = new ArrayList<>(report.dropped());
        dropped.addAll(lost);
        return new JoinReport(report.copied(), converted, dropped);
    }

    /** Players take the title of an MP4 track from its handler's name. */
    private static List<String> naming(SourceHeader.Stream stream, int place, Container container) {
        boolean handled = container == Container.MP4 || container == Container.MOV;
        String title = stream.tag("title");
        List<String> arguments = new ArrayList<>();
        if (handled && !title.isEmpty() && title.length() < LONGEST_ARGUMENT) {
            arguments.addAll(List.of("-metadata:s:" + place, "handler_name=" + title));
        }
        String language = QUICKTIME_LANGUAGES.get(stream.tag("language"));
        if (container == Container.MOV && language != null) {
            arguments.addAll(List.of("-metadata:s:" + place, "language=" + language));
        }
        return arguments;
    }

    private static List<String> replacement(SourceHeader.Stream stream, int place) {
        List<String> arguments = new ArrayList<>(List.of("-map", "0:v:0"));
        arguments.addAll(List.of("-map_metadata:s:" + place, "1:s:" + stream.index()));
        for (String key : stream.values().keySet()) {
            String name = key.startsWith("tags.") ? key.substring("tags.".length()) : "";
            if (name.length() < LONGEST_ARGUMENT && Tags.technical(name.toLowerCase(Locale.ROOT))) {
                // True of the source's picture only.
                arguments.addAll(List.of("-metadata:s:" + place, name + "="));
            }
        }
        List<String> marks = stream.marks();
        arguments.addAll(List.of("-disposition:" + place, marks.isEmpty() ? "0" : String.join("+", marks)));
        return arguments;
    }
}
