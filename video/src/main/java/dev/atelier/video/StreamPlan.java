package dev.atelier.video;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.VideoIo.JoinReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which streams the joined file gets, in the order of the source.
 *
 * @param video place of the styled video among them
 * @param streams the source's streams that go along, the replaced video included
 * @param arguments the options that select, convert and describe them; the segments are input 0, the source input 1
 */
record StreamPlan(int video, List<SourceHeader.Stream> streams, List<String> arguments, JoinReport report) {
    private static final String STATISTICS =
            "(bps|duration|number_of_frames|number_of_bytes|_statistics_.*)(-.*)?|encoder|rotate|alpha_mode";

    /** The languages that FFmpeg writes to QuickTime files under the other of their two codes only. */
    private static final Map<String, String> QUICKTIME_LANGUAGES =
            Map.of("deu", "ger", "nld", "dut", "swe", "sve", "ell", "gre", "isl", "ice", "zho", "chi", "fre", "fra");

    StreamPlan {
        streams = List.copyOf(streams);
        arguments = List.copyOf(arguments);
    }

    /**
     * @param replaced index of the video stream that the segments replace; a source that has none of that index, such as
     *     a file of sound, gets the video before its own streams
     * @param encoded the stream of the segments
     */
    static StreamPlan of(SourceHeader source, int replaced, Container container, SourceHeader.Stream encoded) {
        boolean sideAlpha = encoded.sideAlpha();
        List<String> arguments = new ArrayList<>(List.of("-c", "copy"));
        List<SourceHeader.Stream> streams = new ArrayList<>();
        List<String> copied = new ArrayList<>();
        List<String> converted = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
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
            if (stream.get("codec_name").equals("bin_data")
                    && stream.get("codec_tag_string").equals("text")) {
                continue; // the titles of MP4's chapters, which are carried as chapters
            }
            if (stream.get("codec_tag_string").equals("tmcd")) {
                // The muxer makes the track anew from the tag that the video carries.
                boolean track = container == Container.MP4 || container == Container.MOV;
                (track ? copied : converted).add(name(stream) + (track ? " with timecodes" : " to the tag timecode"));
                continue;
            }
            Carriage carriage = Carriage.of(stream, container);
            if (carriage instanceof Carriage.Drop drop) {
                dropped.add(name(stream) + ": " + drop.reason());
                continue;
            }
            arguments.addAll(List.of("-map", "1:" + stream.index()));
            arguments.addAll(List.of("-map_metadata:s:" + place, "1:s:" + stream.index()));
            arguments.addAll(naming(stream, place, container));
            if (carriage instanceof Carriage.Convert convert) {
                arguments.addAll(List.of("-c:" + place, convert.encoder()));
                converted.add(name(stream) + " to " + convert.codec());
            } else {
                copied.add(name(stream));
            }
            streams.add(stream);
        }
        if (container == Container.TS && source.chapters() > 0) {
            dropped.add(source.chapters() + " chapters: TS cannot hold chapters");
        }
        return new StreamPlan(video, streams, arguments, new JoinReport(copied, converted, dropped));
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

    /** The report, with the move of all streams if there was one. */
    JoinReport report(double shift) {
        if (shift == 0) {
            return report;
        }
        List<String> converted = new ArrayList<>(report.converted());
        converted.add(String.format(
                Locale.ROOT, "all streams begin %.3f s later: the container has no times below 0", shift));
        return new JoinReport(report.copied(), converted, report.dropped());
    }

    /** Players take the title of an MP4 track from its handler's name. */
    private static List<String> naming(SourceHeader.Stream stream, int place, Container container) {
        boolean handled = container == Container.MP4 || container == Container.MOV;
        boolean named =
                stream.tag("title").isEmpty() || !stream.tag("handler_name").isEmpty();
        List<String> arguments = new ArrayList<>();
        if (handled && !named) {
            arguments.addAll(List.of("-metadata:s:" + place, "handler_name=" + stream.tag("title")));
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
        List<String> dispositions = new ArrayList<>();
        for (String key : stream.values().keySet()) {
            if (key.startsWith("disposition.") && stream.is(key.substring(12))) {
                dispositions.add(key.substring(12));
            }
            if (key.startsWith("tags.")
                    && key.substring(5).toLowerCase(Locale.ROOT).matches(STATISTICS)) {
                // True of the source's picture only.
                arguments.addAll(List.of("-metadata:s:" + place, key.substring(5) + "="));
            }
        }
        dispositions.sort(null);
        arguments.addAll(
                List.of("-disposition:" + place, dispositions.isEmpty() ? "0" : String.join("+", dispositions)));
        return arguments;
    }

    private static String name(SourceHeader.Stream stream) {
        String language = stream.tag("language");
        return stream.kind().name().toLowerCase(Locale.ROOT) + " #" + stream.index() + " (" + stream.codec()
                + (language.isEmpty() || language.equals("und") ? "" : ", " + language) + ")";
    }
}
