package dev.atelier.video;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts FFmpeg's programs with what all calls have in common. */
final class Ffmpeg {
    /**
     * The demuxers that a source may be read with. None of them opens other files or addresses, which playlists,
     * concat scripts and image sequences do.
     */
    private static final String DEMUXERS =
            "mov,matroska,webm,mpegts,mpeg,avi,flv,asf,ogg,mxf,nut,ivf,dv,gif,yuv4mpegpipe,aac,ac3,flac,mp3,wav";

    private final FfmpegTools tools;
    private final ChildWatch watch = new ChildWatch();
    private final Limits limits;

    Ffmpeg(FfmpegTools tools, Limits limits) {
        this.tools = tools;
        this.limits = limits;
    }

    /** Options that open a source for copying, the input option itself excluded. */
    static List<String> guard(SourceAddress source) {
        List<String> options = new ArrayList<>(source.options());
        options.addAll(List.of("-format_whitelist", DEMUXERS));
        return options;
    }

    /** Options that open a source for decoding, the input option itself excluded. */
    List<String> decodingGuard(SourceAddress source) {
        List<String> options = new ArrayList<>(guard(source));
        // Whatever a header says: the frames themselves may say another size, and each may say it anew.
        options.addAll(List.of("-max_pixels", String.valueOf(limits.pixels())));
        return options;
    }

    /** Starts ffprobe; it may be silent for as long as reading a file may take. */
    ChildProcess ffprobe(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(tools.ffprobe().toString(), "-v", "error", "-hide_banner"));
        command.addAll(arguments);
        return new ChildProcess(tools, command, limits.probe(), watch, false);
    }

    /**
     * Starts ffmpeg.
     *
     * @param cpuSeconds more processor time than the work can need: what ends a program that loops for ever even if
     *     nobody is left to kill it
     * @param feed whether its standard input will be written to
     */
    ChildProcess ffmpeg(List<String> arguments, long cpuSeconds, boolean feed) {
        return start("error", arguments, cpuSeconds, feed);
    }

    /** Starts ffmpeg so that it tells at its end what processor time it took. */
    ChildProcess measured(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("-benchmark"));
        all.addAll(arguments);
        return start("info", all, Duration.ofHours(24).toSeconds(), false);
    }

    private ChildProcess start(String level, List<String> arguments, long cpuSeconds, boolean feed) {
        List<String> command = new ArrayList<>(List.of(tools.ffmpeg().toString(), "-v", level, "-hide_banner"));
        command.addAll(List.of("-nostdin", "-nostats", "-timelimit", Long.toString(cpuSeconds)));
        command.addAll(arguments);
        return new ChildProcess(tools, command, limits.silence(), watch, feed);
    }
}
