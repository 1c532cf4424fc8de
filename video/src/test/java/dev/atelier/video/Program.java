package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs FFmpeg's programs directly: a reading of files that owes nothing to the code under test. */
final class Program {
    private Program() {}

    /** Standard output and exit code of a command. */
    record Result(int code, String output, String errors) {
        List<String> lines() {
            return output.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    static Result run(FfmpegTools tools, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(tools.environment());
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        java.io.File errors = java.io.File.createTempFile("program", ".log");
        try {
            Process process = builder.redirectError(errors).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            return new Result(code, output, java.nio.file.Files.readString(errors.toPath()));
        } finally {
            errors.delete();
        }
    }

    /** Runs ffmpeg and expects it to succeed. */
    static Result ffmpeg(String... arguments) throws IOException, InterruptedException {
        return checked(SharedTools.TOOLS.ffmpeg().toString(), arguments);
    }

    /** Runs ffprobe and expects it to succeed. */
    static Result ffprobe(String... arguments) throws IOException, InterruptedException {
        return checked(SharedTools.TOOLS.ffprobe().toString(), arguments);
    }

    private static Result checked(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, "-v", "error"));
        command.addAll(List.of(arguments));
        Result result = run(SharedTools.TOOLS, command);
        assertThat(result.code()).as("%s: %s", command, result.errors()).isZero();
        return result;
    }
}
