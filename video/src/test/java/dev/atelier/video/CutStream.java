package dev.atelier.video;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A transport stream as a recorder leaves it that was switched on in the middle. */
final class CutStream {
    /** The tables that tell what is in the stream. */
    private static final int TABLES = 3 * 188;

    private CutStream() {}

    /** Begins with a keyframe, counted from 0, and the tables. */
    static Path atKeyframe(Path source, Path cut, int keyframe) throws Exception {
        List<String> packets = new Reading(source)
                .probe("-select_streams", "v", "-show_entries", "packet=pos,flags", "-of", "csv=p=0").stream()
                        .filter(line -> line.contains("K"))
                        .toList();
        int at = Integer.parseInt(packets.get(keyframe).split(",", -1)[0]);
        byte[] bytes = Files.readAllBytes(source);
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, TABLES);
        out.write(bytes, at, bytes.length - at);
        return Files.write(cut, out.toByteArray());
    }
}
