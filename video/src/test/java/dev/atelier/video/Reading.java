package dev.atelier.video;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What FFmpeg's own programs say of a file: owes nothing to the code under test. */
record Reading(Path file) {
    /** The streams, each by the names that ffprobe gives its values. */
    List<Map<String, String>> streams() throws Exception {
        List<Map<String, String>> streams = new ArrayList<>();
        for (String line : probe("-show_streams", "-of", "compact=nk=0:p=0")) {
            Map<String, String> values = new HashMap<>();
            for (String field : line.split("\\|", -1)) {
                int equals = field.indexOf('=');
                if (equals > 0) {
                    values.putIfAbsent(field.substring(0, equals), field.substring(equals + 1));
                }
            }
            streams.add(values);
        }
        return streams;
    }

    /**
     * When the frames of a stream are shown, in ticks of 1/{@code scale} s, in order; decoded, so that edit lists and
     * frames that are never shown count as they do in a player.
     */
    List<Long> shown(int stream, long scale) throws Exception {
        Map<String, String> header = streams().get(stream);
        boolean untimed = probe("-show_entries", "format=format_name", "-of", "csv=p=0")
                .get(0)
                .equals("avi");
        String[] base = header.get("time_base").split("/", -1);
        List<Long> times = new ArrayList<>();
        for (String line : probe(
                "-select_streams",
                String.valueOf(stream),
                "-show_entries",
                untimed ? "packet=dts" : "frame=best_effort_timestamp",
                "-of",
                "csv=p=0")) {
            String field = line.split(",", -1)[0];
            if (field.equals("N/A")) {
                // The last frame of a program stream: as long after its neighbour as that is after its own.
                times.add(2 * times.get(times.size() - 1) - times.get(times.size() - 2));
                continue;
            }
            times.add(new BigDecimal(field)
                    .multiply(new BigDecimal(base[0]))
                    .multiply(BigDecimal.valueOf(scale))
                    .divide(new BigDecimal(base[1]), 0, RoundingMode.HALF_UP)
                    .longValueExact());
        }
        return times.stream().sorted().toList();
    }

    /** When the first packet of a stream is shown, in seconds. */
    double start(int stream) throws Exception {
        return probe("-select_streams", String.valueOf(stream), "-show_entries", "packet=pts_time", "-of", "csv=p=0")
                .stream()
                .map(line -> line.split(",", -1)[0])
                .filter(field -> !field.equals("N/A"))
                .mapToDouble(Double::parseDouble)
                .min()
                .orElse(0);
    }

    /**
     * The hash of the packets of a stream, timing apart; without the frame headers that AAC has in a transport stream.
     * Of a picture, which has other headers in each container, the hash of the decoded frames.
     */
    String packets(int stream) throws Exception {
        boolean framed = probe("-show_entries", "format=format_name:stream=codec_name", "-of", "csv=p=0")
                .containsAll(List.of("mpegts", "aac"));
        List<String> command = new ArrayList<>(List.of("-i", file.toString(), "-map", "0:" + stream));
        boolean picture = streams().get(stream).get("codec_type").equals("video");
        command.addAll(picture ? List.of("-fps_mode", "passthrough") : List.of("-c", "copy"));
        if (framed && streams().get(stream).get("codec_name").equals("aac")) {
            command.addAll(List.of("-bsf", "aac_adtstoasc"));
        }
        command.addAll(List.of("-copyts", "-f", "streamhash", "-"));
        return Program.ffmpeg(command.toArray(String[]::new)).output().replaceFirst("^\\d+,", "");
    }

    List<String> probe(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add(file.toString());
        return Program.ffprobe(all.toArray(String[]::new)).lines();
    }
}
