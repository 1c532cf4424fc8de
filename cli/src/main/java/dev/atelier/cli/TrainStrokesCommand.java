package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.training.StrokePictures;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "strokes",
        description = {
            "Paints photographs with strokes of random brushes: style pictures for",
            "training/cuda/train_style_network.py. train style-network makes its own."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainStrokesCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(names = "--photographs", required = true, paramLabel = "DIR", description = "A folder of photographs.")
    Path photographs;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "200",
            description = "How many pictures to paint; default ${DEFAULT-VALUE}.")
    int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of everything random; default ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Folder to write PNG files to.")
    Path output;

    TrainStrokesCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        if (count < 1) {
            throw new InvalidRequestException("--count is " + count + "; expected 1 or more");
        }
        StrokePictures.write(photographs, count, seed, output);
        wiring.out().println(output);
        wiring.out().flush();
        return ExitCode.DONE;
    }
}
