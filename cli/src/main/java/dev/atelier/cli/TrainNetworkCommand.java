package dev.atelier.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "style-network",
        description = {
            "Trains a network that paints in the style of any picture.",
            "Killed or interrupted, the same command goes on from the last checkpoint."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainNetworkCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(names = "--paintings", required = true, paramLabel = "DIR", description = "A folder of style pictures.")
    Path paintings;

    @Mixin
    TrainingArguments training;

    @Option(
            names = "--encoder-steps",
            paramLabel = "N",
            description = "Batches to train at first what looks at style pictures; 0 with --from leaves it as it is.")
    Integer encoderSteps;

    @Option(
            names = "--teacher",
            paramLabel = "DIR",
            description = "A package of an any-style model to imitate at first: a folder with style.onnx and the graph"
                    + " that paints.")
    Path teacher;

    @Option(names = "--taught-steps", paramLabel = "N", description = "Steps that imitate the teacher.")
    Integer taughtSteps;

    @Option(
            names = "--from",
            paramLabel = "WEIGHTS",
            description =
                    "Weights to begin with: a .safetensors file, the folder of another run, a package, or atelier,"
                            + " the bundled one.")
    Path from;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "RUN",
            description = "Folder of the run: checkpoint, losses.png, samples, in the end weights.safetensors and the"
                    + " model package.")
    Path output;

    TrainNetworkCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return TrainingRequest.network(this, wiring).execute();
    }
}
