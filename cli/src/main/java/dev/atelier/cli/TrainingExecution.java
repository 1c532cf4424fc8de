package dev.atelier.cli;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.scoring.SafeTensors;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.training.NetworkShape;
import dev.atelier.training.StyleNetworkExport;
import dev.atelier.training.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Trains in front of a user: shows progress, obeys Ctrl-C, writes the model package in the end. */
record TrainingExecution(
        Wiring wiring, TrainingRecord record, boolean quiet, NetworkShape shape, String name, Training training) {

    /** What trains. */
    interface Training {
        /** The weights; empty if it was stopped before the last step. */
        Optional<Map<String, Tensor>> train(StopSignal stop, Consumer<TrainingProgress> progress);
    }

    @SuppressWarnings("try") // interrupts work by being registered
    int execute() {
        record.write();
        var stop = new StopSignal();
        Optional<Map<String, Tensor>> weights;
        String again = "give the same command again to go on";
        try (var telling = new TrainingTelling(wiring.err(), quiet ? -1 : wiring.terminalWidth(), System::nanoTime);
                Interrupts interrupts = Interrupts.begin(
                        stop,
                        wiring.err(),
                        "atelier: writing a checkpoint after this step; press Ctrl-C again to stop at once",
                        "atelier: stopped at once; " + again + " from the last checkpoint")) {
            weights = training.train(stop, telling);
        }
        if (weights.isEmpty()) {
            wiring.err().println("atelier: interrupted; " + again);
            return ExitCode.INTERRUPTED;
        }
        export(weights.get());
        return ExitCode.DONE;
    }

    private void export(Map<String, Tensor> weights) {
        Path model = record.run().resolve("package");
        try {
            Files.write(record.run().resolve("weights.safetensors"), SafeTensors.write(weights));
        } catch (IOException e) {
            throw new InfrastructureException(record.run() + ": cannot be written; free space and go on", e);
        }
        new StyleNetworkExport(shape).write(name, weights, model);
        boolean anyStyle = wiring.models().inspect(model.toString()).takesStyle();
        wiring.out().println(model);
        wiring.out().println("  losses    " + record.run().resolve("losses.png"));
        wiring.out().println("  samples   " + record.run().resolve("samples"));
        wiring.out()
                .println("  use it    ./atelier style VIDEO " + (anyStyle ? "--style PICTURE " : "") + "--model "
                        + model);
        wiring.out().flush();
    }
}
