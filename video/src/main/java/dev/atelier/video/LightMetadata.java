package dev.atelier.video;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first frame tells of the display that a film was mastered on (SMPTE ST 2086) and of its brightness (CTA
 * 861.3), in the notation of x265. Empty where it does not tell.
 */
record LightMetadata(String mastering, String contentLight) {
    static final LightMetadata NONE = new LightMetadata("", "");

    private static final Pattern VALUE = Pattern.compile(".*\\.(\\w+)=\"?(\\d{1,9})(?:/(\\d{1,9}))?\"?");

    static LightMetadata read(Ffmpeg ffmpeg, SourceAddress source, int stream) throws InterruptedException {
        List<String> arguments = new ArrayList<>(ffmpeg.decodingGuard(source));
        arguments.addAll(List.of("-select_streams", String.valueOf(stream), "-read_intervals", "%+#1"));
        arguments.addAll(List.of("-show_frames", "-show_entries", "frame:side_data", "-of", "flat"));
        arguments.addAll(List.of("-i", source.input()));
        Map<String, Long> values = new HashMap<>();
        try (ChildProcess child = ffmpeg.ffprobe(arguments)) {
            ChildProcess.Lines output = child.lines();
            for (String line = output.next(); line != null; line = output.next()) {
                Matcher value = VALUE.matcher(line);
                if (value.matches()) {
                    values.put(value.group(1), scaled(value));
                }
            }
            child.exitCode();
            child.checkSilence("reading the first frame of " + source.name());
        }
        return new LightMetadata(mastering(values), contentLight(values));
    }

    /** Chromaticities in steps of 1/50000, luminances in 1/10000 candela a square metre, light levels in whole ones. */
    private static long scaled(Matcher value) {
        double number = Long.parseLong(value.group(2));
        if (value.group(3) == null || Long.parseLong(value.group(3)) == 0) {
            return (long) number;
        }
        double unit = value.group(1).endsWith("luminance") ? 10_000 : 50_000;
        return Math.round(number / Long.parseLong(value.group(3)) * unit);
    }

    private static String mastering(Map<String, Long> values) {
        List<String> names = List.of(
                "green_x",
                "green_y",
                "blue_x",
                "blue_y",
                "red_x",
                "red_y",
                "white_point_x",
                "white_point_y",
                "max_luminance",
                "min_luminance");
        if (!values.keySet().containsAll(names)) {
            return "";
        }
        Object[] numbers = names.stream().map(values::get).toArray();
        return String.format("G(%d,%d)B(%d,%d)R(%d,%d)WP(%d,%d)L(%d,%d)", numbers);
    }

    private static String contentLight(Map<String, Long> values) {
        return values.containsKey("max_content")
                ? values.get("max_content") + "," + values.getOrDefault("max_average", 0L)
                : "";
    }
}
