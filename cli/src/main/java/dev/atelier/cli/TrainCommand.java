package dev.atelier.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = "Trains a network that paints in any style, or fine-tunes one to a picture.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TrainNetworkCommand.class,
            TrainStyleCommand.class,
            TrainPackageCommand.class,
            TrainStrokesCommand.class
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to train: a style-network for all pictures, or a style of one picture");
    }
}
