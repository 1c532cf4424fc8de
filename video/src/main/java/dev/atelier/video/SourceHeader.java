package dev.atelier.video;

import dev.atelier.core.media.Rational;
import dev.atelier.core.media.StreamInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a file's headers say, from ffprobe's {@code flat} output: a line a value, such as {@code
 * streams.stream.0.codec_name="h264"}.
 *
 * @param format the demuxer's names
 * @param streams the streams, by index
 * @param chapters how many chapters there are
 */
record SourceHeader(String format, List<Stream> streams, int chapters) {
    /** The arguments that make ffprobe print what this reads. */
    static final List<String> ARGUMENTS = List.of(
            "-show_entries",
            "format=format_name"
                    + ":stream=index,codec_name,codec_type,codec_tag_string,width,height,pix_fmt,time_base,nb_frames"
                    + ",sample_aspect_ratio,color_range,color_space,color_primaries,color_transfer,bits_per_raw_sample"
                    + ",sample_rate,r_frame_rate,duration,field_order"
                    + ":stream_disposition:stream_tags:stream_side_data=rotation:chapter=id",
            "-of",
            "flat");

    private static final String STREAM = "streams.stream.";

    SourceHeader {
        streams = List.copyOf(streams);
    }

    static SourceHeader parse(Iterable<String> lines) {
        String format = "";
        int chapters = 0;
        Map<Integer, Map<String, String>> streams = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String key = line.substring(0, equals);
            String value = unquote(line.substring(equals + 1));
            if (key.equals("format.format_name")) {
                format = value;
            } else if (key.startsWith("chapters.") && key.endsWith(".id")) {
                chapters++;
            } else if (key.startsWith(STREAM)) {
                int dot = key.indexOf('.', STREAM.length());
                int index = Integer.parseInt(key.substring(STREAM.length(), dot));
                streams.computeIfAbsent(index, i -> new HashMap<>()).put(key.substring(dot + 1), value);
            }
        }
        List<Stream> all = new ArrayList<>();
        for (int index : new TreeSet<>(streams.keySet())) {
            all.add(new Stream(index, Map.copyOf(streams.get(index))));
        }
        return new SourceHeader(format, all, chapters);
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

    private static String unquote(String text) {
        if (text.length() < 2 || text.charAt(0) != '"') {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = switch (text.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> text.charAt(i);
                };
            }
            plain.append(c);
        }
        return plain.toString();
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

        /** A tag, whatever the case of its name. */
        String tag(String name) {
            return values.entrySet().stream()
                    .filter(e -> e.getKey().toLowerCase(Locale.ROOT).equals("tags." + name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
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
