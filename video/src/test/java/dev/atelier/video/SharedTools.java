package dev.atelier.video;

import java.nio.file.Path;

/** The FFmpeg that tests run, unpacked once for all of them. */
final class SharedTools {
    static final FfmpegTools TOOLS = FfmpegTools.install(Path.of("target", "ffmpeg"));

    private SharedTools() {}
}
