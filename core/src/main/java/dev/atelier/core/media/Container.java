package dev.atelier.core.media;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The containers that Atelier writes, with the extension that names them and the codecs they are given here. */
public enum Container {
    MP4("mp4", VideoCodec.H264, VideoCodec.HEVC, VideoCodec.AV1, VideoCodec.VP9),
    MOV("mov", VideoCodec.H264, VideoCodec.HEVC, VideoCodec.PRORES, VideoCodec.FFV1),
    MKV("mkv", VideoCodec.H264, VideoCodec.HEVC, VideoCodec.AV1, VideoCodec.VP9, VideoCodec.FFV1, VideoCodec.PRORES),
    WEBM("webm", VideoCodec.VP9, VideoCodec.AV1),
    TS("ts", VideoCodec.H264, VideoCodec.HEVC);

    private final String extension;
    private final List<VideoCodec> codecs;

    Container(String extension, VideoCodec... codecs) {
        this.extension = extension;
        this.codecs = List.of(codecs);
    }

    public String extension() {
        return extension;
    }

    /** The codecs it can hold, the preferred one first. */
    public List<VideoCodec> codecs() {
        return codecs;
    }

    /** The container for what becomes of a source: its own, or MKV, which holds nearly everything. */
    public static Container following(String extension) {
        return ofExtension(extension).orElse(MKV);
    }

    /** The container that a file's extension names, whatever its case; {@code m4v} and {@code 3gp} count as MP4. */
    public static Optional<Container> ofExtension(String extension) {
        String lower = extension.toLowerCase(Locale.ROOT);
        if (lower.equals("m4v") || lower.equals("3gp")) {
            return Optional.of(MP4);
        }
        if (lower.equals("m2ts") || lower.equals("mts")) {
            return Optional.of(TS);
        }
        return Arrays.stream(values()).filter(c -> c.extension.equals(lower)).findFirst();
    }
}
