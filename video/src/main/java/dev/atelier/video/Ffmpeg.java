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
            "mov,matroska,webm,mpegts,mpeg,avi,flv,asf,ogg,mxf,nut,ivf,dv,gif,yuv4mpegpipe";

    private final FfmpegTools tools;
    private final ChildWatch watch = new ChildWatch();
    private final Duration silence;

    Ffmpeg(FfmpegTools tools, Duration silence) {
        this.tools = tools;
        this.silence = silence;
    }

    /** Options that open a source, the input option itself excluded. */
    static List<String> guard(SourceAddress source) {
        List<String> options = new ArrayList<>(source.options());
        options.addAll(List.of("-format_whitelist", DEMUXERS));
        return options;
    }

    ChildProcess ffprobe(List<String> arguments, Duration patience) {
        List<String> command = new ArrayList<>(List.of(tools.ffprobe().toString(), "-v", "error", "-hide_banner"));
        command.addAll(arguments);
        return new ChildProcess(tools, command, patience, watch, false);
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
        return new ChildProcess(tools, command, silence, watch, feed);
    }
}
