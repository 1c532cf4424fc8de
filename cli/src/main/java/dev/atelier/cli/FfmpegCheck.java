package dev.atelier.cli;

import dev.atelier.video.FfmpegTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Starts FFmpeg and asks for its version. */
record FfmpegCheck(FfmpegTools tools) {
    String run() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(tools.ffmpeg().toString(), "-version").redirectErrorStream(true);
        builder.environment().putAll(tools.environment());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String first = output.lines().findFirst().orElse("");
        if (process.waitFor() != 0 || !first.startsWith("ffmpeg version")) {
            throw new IOException("does not start: " + first);
        }
        return first.replaceFirst(" Copyright.*", "") + " in " + tools.folder();
    }
}
