package dev.atelier.video;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The captions that American broadcasts have within their pictures (CTA-608 and 708), which go with these. */
final class HiddenCaptions {
    private static final Set<String> CODECS = Set.of("h264", "hevc", "mpeg2video");

    /** Where there are any, nearly every picture has some, or stuffing in their place. */
    private static final int PICTURES = 12;

    private HiddenCaptions() {}

    /** What is to be said of those of a stream whose pictures are replaced: a phrase, or none. */
    static List<String> lost(Ffmpeg ffmpeg, SourceAddress source, SourceHeader.Stream stream)
            throws InterruptedException {
        if (!CODECS.contains(stream.codec())) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(ffmpeg.decodingGuard(source));
        arguments.addAll(List.of("-select_streams", String.valueOf(stream.index())));
        arguments.addAll(List.of("-read_intervals", "%+#" + PICTURES, "-show_frames"));
        arguments.addAll(List.of("-show_entries", "frame_side_data=side_data_type", "-of", "flat"));
        arguments.addAll(List.of("-i", source.input()));
        boolean found = false;
        try (ChildProcess child = ffmpeg.ffprobe(arguments)) {
            ChildProcess.Lines output = child.lines();
            for (String line = output.next(); line != null; line = output.next()) {
                found |= line.contains("Closed Captions");
            }
            child.exitCode();
            child.checkSilence("reading the first frames of " + source.name());
        }
        return found
                ? List.of("captions within " + stream.name() + ": they lie in the pictures, which are made anew")
                : List.of();
    }
}
