package dev.atelier.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "style",
        description = {
            "Fine-tunes a network for all pictures to one of them, for the best quality, in minutes.",
            "Killed or interrupted, the same command goes on from the last checkpoint."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainStyleCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(names = "--picture", required = true, paramLabel = "PICTURE", description = "The style picture.")
    Path picture;

    @Mixin
    TrainingArguments training;

    @Option(
            names = "--from",
            paramLabel = "WEIGHTS",
            defaultValue = "atelier",
            description =
                    "Weights of a network for all pictures: a .safetensors file, the folder of its run, its package,"
                            + " or the bundled one; default ${DEFAULT-VALUE}.")
    Path from;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "RUN",
            description = "Folder of the run, with the model package in the end; by default the picture's name with"
                    + " -style beside it.")
    Path output;

    TrainStyleCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    Path output() {
        return output != null
                ? output
                : picture.toAbsolutePath().resolveSibling(EvaluationPictures.name(picture) + "-style");
    }

    @Override
    public Integer call() throws Exception {
        return TrainingRequest.style(this, wiring).execute();
    }
}
