package dev.atelier.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What all trainings have in common. */
final class TrainingArguments {
    @Option(
            names = "--photographs",
            required = true,
            paramLabel = "DIR",
            description = "A folder of photographs (.jpg, .png) to paint while training; a few hundred or more.")
    Path photographs;

    @Option(
            names = "--vgg19",
            required = true,
            paramLabel = "FILE",
            description = "The weights of VGG-19, whose features are compared: see docs/training.md.")
    Path vgg19;

    @Option(names = "--steps", paramLabel = "N", description = "How many batches to see.")
    Integer steps;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures a step.")
    Integer batch;

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            description = "Side of the parts of photographs to train on, a multiple of 8.")
    Integer side;

    @Option(names = "--rate", paramLabel = "R", description = "Learning rate at the start; it falls to 0.")
    Double rate;

    @Option(names = "--style-weight", paramLabel = "W", description = "Weight of the style, the content's being 1.")
    Double styleWeight;

    @Option(
            names = "--steady-weight",
            paramLabel = "W",
            description = "Weight of the change under small shifts, noise and exposure, the content's being 1.")
    Double steadyWeight;

    @Option(names = "--steady-from", paramLabel = "N", description = "Step from which steadiness counts.")
    Integer steadyFrom;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of everything random; default ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--save-every",
            paramLabel = "N",
            description = "Steps between checkpoints, each with curves and a sheet of samples.")
    Integer saveEvery;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    boolean quiet;
}
