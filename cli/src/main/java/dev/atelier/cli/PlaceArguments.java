package dev.atelier.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a job's items come from and where its result goes. */
final class PlaceArguments {
    @Parameters(paramLabel = "INPUT", description = "A video, an image or a folder of images.")
    String input;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUTPUT",
            description = "Where the result goes; by default beside the input. Its extension chooses the format.")
    String output;

    /** The options with these places. */
    JobArguments of(JobArguments options) {
        options.input = input;
        options.output = output;
        return options;
    }
}
