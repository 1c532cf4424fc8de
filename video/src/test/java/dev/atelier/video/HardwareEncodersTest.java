package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoEncoder;
import dev.atelier.core.media.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoders in hardware, which the machine of a test seldom has: a script takes the part of NVIDIA's. */
final class HardwareEncodersTest {
    @TempDir
    Path folder;

    @Test
    void what_is_asked_for_and_absent_is_refused_with_the_reason() throws Exception {
        var encoders = new HardwareEncoders(SharedTools.TOOLS, Limits.DEFAULT);
        boolean apple = System.getProperty("os.name").contains("Mac");

        assertThat(encoders.refusal(apple ? VideoEncoder.VAAPI : VideoEncoder.VIDEOTOOLBOX, VideoCodec.H264))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("does not encode h264 on this machine")
                        .doesNotContain("\n"));
        assertThat(encoders.refusal(VideoEncoder.NVENC, VideoCodec.PRORES))
                .hasValue("prores is not encoded by hardware; expected one of h264, hevc, av1");
        assertThat(encoders.refusal(VideoEncoder.SOFTWARE, VideoCodec.PRORES)).isEmpty();
    }

    @Test
    void what_works_is_listed_and_encodes_segments() throws Exception {
        FfmpegTools tools = withNvenc();
        var encoders = new HardwareEncoders(tools, Limits.DEFAULT);
        FfmpegVideoIo videoIo = new FfmpegVideoIo(tools, Limits.DEFAULT);
        Path source = GeneratedVideo.FILM.in(folder);
        VideoInfo info = videoIo.probe(source.toUri());
        FrameRange range = new FrameRange(0, 12);
        Path segment = folder.resolve("segment");
        var settings = EncodeSettings.like(info, VideoCodec.H264, 75, VideoEncoder.NVENC);

        assertThat(encoders.working()).anyMatch(line -> line.startsWith("nvenc (h264"));
        assertThat(encoders.refusal(VideoEncoder.NVENC, VideoCodec.H264)).isEqualTo(Optional.empty());
        try (FrameReader reader = videoIo.read(source.toUri(), info, range, 160, 90, PictureFormat.RGB8);
                SegmentWriter writer =
                        videoIo.encode(segment, info.frames(), range, 160, 90, PictureFormat.RGB8, settings)) {
            for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                writer.write(frame);
            }
            writer.finish();
        }
        assertThat(new Reading(segment).shown(0, 24000)).hasSize(12).contains(0L, 1001L, 11 * 1001L);
    }

    @Test
    void odd_sides_are_refused_with_what_to_do() throws Exception {
        var table = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT)
                .probe(GeneratedVideo.FILM.in(folder).toUri());
        var settings = EncodeSettings.like(table, VideoCodec.HEVC, 75, VideoEncoder.QSV);

        assertThatThrownBy(() -> EncoderOptions.of(settings, PictureFormat.RGB8, 161, 90, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("frames of 161x90 cannot be encoded with qsv, which takes even sides only; leave --encoder"
                        + " out, or choose another --size");
    }

    /** FFmpeg, but for NVIDIA's H.264, which is done by x264. */
    private FfmpegTools withNvenc() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path script = Files.writeString(bin.resolve("ffmpeg"), """
                #!/bin/sh
                case "$*" in *h264_nvenc*) ;; *) exec "$REAL" "$@" ;; esac
                for word do
                  shift
                  case "$word" in
                    h264_nvenc) set -- "$@" libx264 ;;
                    p5) set -- "$@" veryfast ;;
                    -rc|vbr|-b:v) ;;
                    0) [ "$last" = -b:v ] || set -- "$@" "$word" ;;
                    -cq) set -- "$@" -crf ;;
                    *) set -- "$@" "$word" ;;
                  esac
                  last=$word
                done
                exec "$REAL" "$@"
                """);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(bin.resolve("ffprobe"), SharedTools.TOOLS.ffprobe());
        var environment = new java.util.HashMap<>(SharedTools.TOOLS.environment());
        environment.put("REAL", SharedTools.TOOLS.ffmpeg().toString());
        return new FfmpegTools(bin, environment);
    }
}
