package dev.atelier.video;

import dev.atelier.core.media.Rational;
import dev.atelier.core.media.StreamInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a file's headers say, from ffprobe's {@code ini} output: a section such as {@code
 * [streams.stream.0]}, then its values such as {@code codec_name=h264}.
 *
 * @param format the demuxer's names
 * @param tags the tags of the file as a whole
 * @param streams the streams, by index
 * @param chapters the tags of each chapter
 * @param programs what a transport stream groups its streams to
 */
record SourceHeader(String format, Tags tags, List<Stream> streams, List<Tags> chapters, List<Program> programs) {
    /** The arguments that make ffprobe print what this reads. */
    static final List<String> ARGUMENTS = List.of(
            "-show_entries",
            "format=format_name:format_tags:program=program_num:program_tags"
                    + ":stream=index,codec_name,codec_type,codec_tag_string,width,height,pix_fmt,time_base,nb_frames"
                    + ",sample_aspect_ratio,color_range,color_space,color_primaries,color_transfer,bits_per_raw_sample"
                    + ",sample_rate,r_frame_rate,duration,field_order"
                    + ":stream_disposition:stream_tags:stream_side_data=rotation:chapter=id:chapter_tags",
            "-of",
            "ini");

    /** The first equals sign that is not part of a name. */
    private static final Pattern ASSIGNMENT = Pattern.compile("((?:[^\\\\=]|\\\\.)*+)=(.*)");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    SourceHeader {
        streams = List.copyOf(streams);
        chapters = List.copyOf(chapters);
        programs = List.copyOf(programs);
    }

    static SourceHeader parse(Iterable<String> lines) {
        Map<String, String> format = new HashMap<>();
        var chapters = new TreeMap<Integer, Map<String, String>>();
        var programs = new TreeMap<Integer, Map<String, String>>();
        var streams = new TreeMap<Integer, Map<String, String>>();
        String section = "";
        for (String line : lines) {
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (!assignment.matches()) {
                section = line.startsWith("[") ? line.substring(1, line.length() - 1) + "." : section;
                continue;
            }
            String key = section + plain(assignment.group(1));
            String value = plain(assignment.group(2));
            if (key.startsWith("format.")) {
                format.put(key.substring("format.".length()), value);
            }
            put(chapters, "chapters.chapter.", key, value);
            put(programs, "programs.program.", key, value);
            put(streams, "streams.stream.", key, value);
        }
        return new SourceHeader(
                format.getOrDefault("format_name", ""),
                Tags.of(format),
                streams.entrySet().stream()
                        .map(e -> new Stream(e.getKey(), Map.copyOf(e.getValue())))
                        .toList(),
                chapters.values().stream().map(Tags::of).toList(),
                programs.values().stream().map(Program::of).toList());
    }

    private static void put(Map<Integer, Map<String, String>> all, String kind, String key, String value) {
        int dot = key.indexOf('.', kind.length());
        if (key.startsWith(kind) && dot > 0) {
            int index = Integer.parseInt(key.substring(kind.length(), dot));
            all.computeIfAbsent(index, i -> new HashMap<>()).put(key.substring(dot + 1), value);
        }
    }

    /** The streams that belong together in a transport stream, such as those of one station. */
    record Program(int number, Tags tags, Set<Integer> streams) {
        private static final Pattern INDEX = Pattern.compile("streams\\.stream\\.\\d+\\.index");

        static Program of(Map<String, String> values) {
            return new Program(
                    Integer.parseInt(values.getOrDefault("program_num", "0")),
                    Tags.of(values),
                    values.entrySet().stream()
                            .filter(e -> INDEX.matcher(e.getKey()).matches())
                            .map(e -> Integer.valueOf(e.getValue()))
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** The stream to score: no cover picture; one marked as default before others, then the largest, then the first. */
    Optional<Stream> video() {
        return videos().max(Comparator.<Stream, Boolean>comparing(s -> s.is("default"))
                .thenComparing(s -> (long) s.width() * s.height())
                .thenComparing(s -> -s.index()));
    }

    /** The video streams: no cover pictures. */
    java.util.stream.Stream<Stream> videos() {
        return streams.stream().filter(s -> s.kind() == StreamInfo.Kind.VIDEO && !s.is("attached_pic"));
    }

    private static String plain(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        switch (escape.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            case "t" -> "\t";
                            default -> escape.group(1);
                        }));
    }

    /**
     * A stream's values, by the names that ffprobe gives them.
     *
     * @param index its place in the file
     */
    record Stream(int index, Map<String, String> values) {
        private static final Set<String> NOTHING = Set.of("", "unknown", "N/A", "unspecified", "reserved");

        /** A value, or an empty string where the file does not say. */
        String get(String key) {
            String value = values.getOrDefault(key, "");
            return NOTHING.contains(value) ? "" : value;
        }

        int width() {
            return number("width");
        }

        int height() {
            return number("height");
        }

        int number(String key) {
            String value = get(key);
            return value.matches("-?\\d{1,9}") ? Integer.parseInt(value) : 0;
        }

        /** Whether a disposition is set. */
        boolean is(String disposition) {
            return number("disposition." + disposition) == 1;
        }

        /** The dispositions that are set, in alphabetical order. */
        List<String> marks() {
            return values.keySet().stream()
                    .filter(key -> key.startsWith("disposition."))
                    .map(key -> key.substring("disposition.".length()))
                    .filter(this::is)
                    .sorted()
                    .toList();
        }

        /** Whether it is a track of MP4 that holds the titles of chapters. */
        boolean chapterTitles() {
            return get("codec_name").equals("bin_data")
                    && get("codec_tag_string").equals("text");
        }

        /** Whether it is a track of MP4 that holds the times of day of a video. */
        boolean timecodes() {
            return get("codec_tag_string").equals("tmcd");
        }

        String codec() {
            String name = get("codec_name");
            return name.isEmpty() ? "unknown" : name;
        }

        StreamInfo.Kind kind() {
            return switch (get("codec_type")) {
                case "video" -> StreamInfo.Kind.VIDEO;
                case "audio" -> StreamInfo.Kind.AUDIO;
                case "subtitle" -> StreamInfo.Kind.SUBTITLE;
                case "attachment" -> StreamInfo.Kind.ATTACHMENT;
                default -> StreamInfo.Kind.DATA;
            };
        }

        /** A tag, or an empty string. */
        String tag(String name) {
            return tags().get(name);
        }

        Tags tags() {
            return Tags.of(values);
        }

        /** How it is told of in reports. */
        String name() {
            boolean known = !codec().equals("unknown") && !codec().equals("bin_data");
            String kind = tag("filename").isEmpty() ? get("codec_tag_string") : tag("filename");
            String language = tag("language");
            return kind().name().toLowerCase(Locale.ROOT) + " #" + index + " ("
                    + (known || kind.isEmpty() || kind.startsWith("[") ? codec() : Tags.shown(kind))
                    + (language.isEmpty() || language.equals("und") ? "" : ", " + Tags.shown(language)) + ")";
        }

        /** A positive fraction, or the given one where there is none. */
        Rational fraction(String key, Rational otherwise) {
            String value = get(key);
            if (!value.matches("\\d{1,10}[/:]\\d{1,10}")) {
                return otherwise;
            }
            String[] parts = value.split("[/:]", 2);
            long numerator = Long.parseLong(parts[0]);
            long denominator = Long.parseLong(parts[1]);
            return numerator == 0 || denominator == 0 ? otherwise : new Rational(numerator, denominator);
        }

        /** The turn that shows it upright, counter-clockwise: 0, 90, 180 or 270 degrees. */
        int rotation() {
            return values.entrySet().stream()
                    .filter(e -> e.getKey().startsWith("side_data_list.")
                            && e.getKey().endsWith(".rotation")
                            && e.getValue().matches("-?\\d{1,4}"))
                    .mapToInt(e -> Math.floorMod(Integer.parseInt(e.getValue()), 360))
                    .map(degrees -> (degrees + 45) / 90 % 4 * 90)
                    .findFirst()
                    .orElse(0);
        }

        /** Whether WebM carries its alpha channel beside the picture, where FFmpeg's own decoder does not look. */
        boolean sideAlpha() {
            return tag("alpha_mode").equals("1") && (codec().equals("vp9") || codec().equals("vp8"));
        }

        StreamInfo info() {
            return new StreamInfo(index, kind(), codec(), tag("language"), tag("title"));
        }
    }
}
