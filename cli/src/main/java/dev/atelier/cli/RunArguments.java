package dev.atelier.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a job is run; nothing here changes its result. */
final class RunArguments {
    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Batches at once; by default half as many as there are cores, and at least two.")
    Integer jobs;

    @Option(names = "--fresh", description = "Start over, whatever earlier runs of the same job did.")
    boolean fresh;

    @Option(names = "--json", description = "Tell what happens as JSON, a line an event, on standard output.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    boolean quiet;

    @Mixin
    ClusterArguments cluster = new ClusterArguments();
}
