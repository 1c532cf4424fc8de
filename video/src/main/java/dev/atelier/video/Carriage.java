package dev.atelier.video;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.StreamInfo;
import java.util.Set;

/** What becomes of a source's stream in a container: copied, converted, or dropped. */
sealed interface Carriage {
    /** The stream goes over bit by bit. */
    record Copy() implements Carriage {}

    /**
     * The container holds it in another codec only.
     *
     * @param encoder FFmpeg's encoder
     * @param codec the codec's short name
     */
    record Convert(String encoder, String codec) implements Carriage {}

    /** The container has no place for it. */
    record Drop(String reason) implements Carriage {}

    Set<String> TEXT = Set.of("subrip", "ass", "ssa", "webvtt", "mov_text", "text", "eia_608");
    String BLU_RAY = "hdmv_pgs_subtitle";
    Set<String> MP4_AUDIO = Set.of(
            "aac",
            "mp3",
            "mp2",
            "ac3",
            "eac3",
            "alac",
            "opus",
            "flac",
            "dts",
            "pcm_s16le",
            "pcm_s16be",
            "pcm_s24le",
            "pcm_s24be",
            "pcm_s32le",
            "pcm_s32be",
            "pcm_f32le",
            "pcm_f32be");
    Set<String> MOV_AUDIO = Set.of(
            "aac",
            "mp3",
            "ac3",
            "eac3",
            "alac",
            "amr_nb",
            "amr_wb",
            "pcm_s16le",
            "pcm_s16be",
            "pcm_s24le",
            "pcm_s24be",
            "pcm_s32le",
            "pcm_s32be",
            "pcm_f32le",
            "pcm_f32be",
            "pcm_u8",
            "pcm_s8",
            "pcm_alaw",
            "pcm_mulaw");
    Set<String> TS_AUDIO = Set.of("aac", "mp3", "mp2", "ac3", "eac3", "dts", "truehd", "opus");
    Set<String> MP4_VIDEO =
            Set.of("h264", "hevc", "av1", "vp9", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "png", "vc1");
    Set<String> TS_VIDEO = Set.of("h264", "hevc", "mpeg4", "mpeg2video", "mpeg1video");

    static Carriage of(SourceHeader.Stream stream, Container container) {
        String codec = stream.codec();
        if (codec.equals("unknown")
                && stream.kind() != StreamInfo.Kind.ATTACHMENT
                && stream.kind() != StreamInfo.Kind.DATA) {
            return new Drop("its codec is not known");
        }
        return switch (stream.kind()) {
            case VIDEO -> stream.is("attached_pic") ? cover(codec, container) : video(codec, container);
            case AUDIO ->
                stream.number("sample_rate") == 0
                        ? new Drop("its header is damaged, or nothing of it was found")
                        : audio(codec, container);
            case SUBTITLE -> subtitle(codec, container);
            case ATTACHMENT -> container == Container.MKV ? new Copy() : unable(container, "attachments");
            case DATA -> data(stream, container);
        };
    }

    private static Carriage data(SourceHeader.Stream stream, Container container) {
        boolean holds =
                switch (container) {
                    // What cameras measure beside the picture, in the form of GoPro.
                    case MP4, MOV -> stream.get("codec_tag_string").equals("gpmd");
                    case TS -> Set.of("timed_id3", "klv").contains(stream.codec());
                    case MKV, WEBM -> false;
                };
        return holds ? new Copy() : unable(container, "data of this kind");
    }

    /** Those of MKV are attached as files; here come the ones that cannot be. */
    private static Carriage cover(String codec, Container container) {
        if (container == Container.MKV) {
            return new Drop("it is no picture that can be read");
        }
        return container == Container.MP4 && Set.of("mjpeg", "png", "bmp").contains(codec)
                ? new Copy()
                : unable(container, "covers");
    }

    private static Carriage video(String codec, Container container) {
        boolean holds =
                switch (container) {
                    case MP4 -> MP4_VIDEO.contains(codec);
                    case MOV ->
                        MP4_VIDEO.contains(codec)
                                || Set.of("prores", "dnxhd", "dvvideo", "h263", "ffv1")
                                        .contains(codec);
                    case MKV -> true;
                    case WEBM -> Set.of("vp8", "vp9", "av1").contains(codec);
                    case TS -> TS_VIDEO.contains(codec);
                };
        return holds ? new Copy() : unable(container, codec + " video");
    }

    private static Carriage audio(String codec, Container container) {
        return switch (container) {
            case MP4 -> MP4_AUDIO.contains(codec) ? new Copy() : new Convert("aac", "aac");
            case MOV -> MOV_AUDIO.contains(codec) ? new Copy() : new Convert("aac", "aac");
            case MKV -> new Copy();
            case WEBM -> Set.of("opus", "vorbis").contains(codec) ? new Copy() : new Convert("libopus", "opus");
            case TS -> TS_AUDIO.contains(codec) ? new Copy() : new Convert("aac", "aac");
        };
    }

    private static Carriage subtitle(String codec, Container container) {
        boolean text = TEXT.contains(codec);
        return switch (container) {
            case MP4 -> {
                if (codec.equals("mov_text") || codec.equals("dvd_subtitle")) {
                    yield new Copy();
                }
                if (codec.equals(BLU_RAY)) {
                    yield new Convert("dvdsub", "dvd_subtitle");
                }
                yield text ? new Convert("mov_text", "mov_text") : unable(container, codec + " subtitles");
            }
            case MOV -> {
                if (codec.equals("mov_text") || codec.equals("eia_608")) {
                    yield new Copy();
                }
                yield text ? new Convert("mov_text", "mov_text") : unable(container, codec + " subtitles");
            }
            case MKV -> {
                if (codec.equals("mov_text") || codec.equals("text") || codec.equals("eia_608")) {
                    yield new Convert("srt", "subrip");
                }
                yield text || Set.of("dvd_subtitle", BLU_RAY, "dvb_subtitle").contains(codec)
                        ? new Copy()
                        : unable(container, codec + " subtitles");
            }
            case WEBM -> {
                if (codec.equals("webvtt")) {
                    yield new Copy();
                }
                yield text ? new Convert("webvtt", "webvtt") : unable(container, codec + " subtitles");
            }
            case TS -> {
                if (codec.equals("dvd_subtitle") || codec.equals(BLU_RAY)) {
                    yield new Convert("dvbsub", "dvb_subtitle");
                }
                yield Set.of("dvb_subtitle", "dvb_teletext").contains(codec)
                        ? new Copy()
                        : unable(container, codec + " subtitles");
            }
        };
    }

    private static Drop unable(Container container, String what) {
        return new Drop(container + " cannot hold " + what);
    }
}
