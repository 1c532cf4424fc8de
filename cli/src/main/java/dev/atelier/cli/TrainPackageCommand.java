package dev.atelier.cli;

import dev.atelier.core.scoring.Tensor;
import dev.atelier.training.StyleNetworkExport;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "package",
        description = {
            "Makes a model package of the weights of a network for all pictures, wherever they were trained:",
            "here, or by training/cuda/train_style_network.py."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainPackageCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "WEIGHTS",
            description = "A .safetensors file, the folder of a run, or another package.")
    Path from;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "style-network",
            description = "The model's name; default ${DEFAULT-VALUE}.")
    String name;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "PACKAGE",
            description = "Folder to write model.yaml, style.onnx and transfer.onnx to.")
    Path output;

    TrainPackageCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Map<String, Tensor> weights = TrainingRequest.weights(from);
        StyleNetworkExport.of(weights).write(name, weights, output);
        wiring.out().println(output);
        wiring.out().println("  use it    ./atelier style VIDEO --style PICTURE --model " + output);
        wiring.out().flush();
        return ExitCode.DONE;
    }
}
