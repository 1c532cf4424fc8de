package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.video.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a video may cost before it is refused: against files that lie about their size, or never end. */
final class LimitArguments {
    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            defaultValue = "268435456",
            description = "Most pixels of a video's frame; default ${DEFAULT-VALUE}.")
    long pixels = Limits.DEFAULT.pixels();

    @Option(
            names = "--max-frames",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "Most frames of a video; default ${DEFAULT-VALUE}.")
    int frames = Limits.DEFAULT.frames();

    @Option(
            names = "--max-read-time",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Longest time that listing a video's frames may take; default ${DEFAULT-VALUE}.")
    int readSeconds = (int) Limits.DEFAULT.probe().toSeconds();

    @Option(
            names = "--max-silence",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long a decoder or encoder may give no sign of life before it is killed; default"
                    + " ${DEFAULT-VALUE}.")
    int silentSeconds = (int) Limits.DEFAULT.silence().toSeconds();

    /** @throws InvalidRequestException with all problems together */
    Limits limits() {
        List<String> problems = new ArrayList<>();
        check(problems, "--max-pixels", pixels);
        check(problems, "--max-frames", frames);
        check(problems, "--max-read-time", readSeconds);
        check(problems, "--max-silence", silentSeconds);
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return new Limits(pixels, frames, Duration.ofSeconds(readSeconds), Duration.ofSeconds(silentSeconds));
    }

    private static void check(List<String> problems, String option, long value) {
        if (value < 1) {
            problems.add(option + " is " + value + "; expected a number from 1 on");
        }
    }
}
