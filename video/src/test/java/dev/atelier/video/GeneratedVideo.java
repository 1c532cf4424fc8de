package dev.atelier.video;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small videos of the kinds that people have, made with FFmpeg's own sources. */
enum GeneratedVideo {
    FILM("mp4", "24000/1001", "160x90", "libx264 -preset veryfast -g 24 -bf 3 -c:a aac"),
    LONG_GOP("mp4", "30", "160x90", "libx264 -preset veryfast -g 600 -c:a aac"),
    OPEN_GOP("mkv", "25", "160x90", "libx264 -preset veryfast -g 12 -x264-params open-gop=1 -c:a aac"),
    BROADCAST("ts", "25", "160x90", "mpeg2video -g 12 -bf 2 -c:a mp2"),
    STREAM("ts", "30000/1001", "160x90", "libx264 -preset veryfast -g 30 -c:a aac"),
    DEEP(
            "mkv",
            "30",
            "160x90",
            "libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=error" + " -c:a flac"),
    ODD("webm", "30", "161x91", "libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus"),
    TELEPHONE(
            "mp4",
            "30",
            "160x90",
            "libx264 -preset veryfast -enc_time_base 1/90000 -fps_mode passthrough"
                    + " -video_track_timescale 90000 -c:a aac",
            "setpts='N*3000+mod(N*N*977,1700)+gt(N,40)*30000'"),
    WIDE_PIXELS(
            "mp4",
            "25",
            "160x90",
            "libx264 -preset veryfast -colorspace bt709 -color_primaries bt709"
                    + " -color_trc bt709 -color_range tv -c:a aac",
            "setsar=4/3,setparams=colorspace=bt709:range=tv:color_primaries=bt709:color_trc=bt709"),
    LATE_START("mp4", "25", "160x90", "libx264 -preset veryfast -output_ts_offset 5 -c:a aac"),
    OLD("avi", "25", "160x90", "mpeg4 -g 12 -bf 2 -c:a libmp3lame"),
    INTRA("mov", "25", "160x90", "prores_ks -c:a pcm_s16le");

    private final String extension;
    private final String rate;
    private final String size;
    private final String codec;
    private final String filter;

    GeneratedVideo(String extension, String rate, String size, String codec) {
        this(extension, rate, size, codec, "null");
    }

    GeneratedVideo(String extension, String rate, String size, String codec, String filter) {
        this.extension = extension;
        this.rate = rate;
        this.size = size;
        this.codec = codec;
        this.filter = filter;
    }

    /** Makes the file: 3 seconds with sound, the sound 0.35 s late. */
    Path in(Path folder) throws Exception {
        Path file = folder.resolve(name().toLowerCase(java.util.Locale.ROOT) + "." + extension);
        if (Files.exists(file)) {
            return file;
        }
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi"));
        arguments.addAll(List.of("-i", "testsrc2=size=" + size + ":rate=" + rate + ":duration=3"));
        arguments.addAll(List.of("-f", "lavfi", "-itsoffset", "0.35"));
        arguments.addAll(List.of("-i", "sine=frequency=440:sample_rate=48000:duration=2.5"));
        arguments.addAll(List.of("-map", "0", "-map", "1", "-filter:v", filter));
        if (!codec.contains("-pix_fmt") && this != INTRA) {
            arguments.addAll(List.of("-pix_fmt", "yuv420p"));
        }
        arguments.add("-c:v");
        arguments.addAll(List.of(codec.split(" ", -1)));
        arguments.add(file.toString());
        Program.ffmpeg(arguments.toArray(String[]::new));
        return file;
    }
}
