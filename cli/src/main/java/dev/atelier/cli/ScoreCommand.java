package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "score",
        description = {
            "Scores images, or the frames of a video, with any model.",
            "A model that gives pictures makes a video or images; any other makes records, a line an item."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ScoreCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    PlaceArguments places;

    @Mixin
    JobArguments job;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "A name that \"atelier models list\" shows, a model package or an .onnx file; by default"
                    + " atelier where a style is given.")
    String model;

    @Option(names = "--style", paramLabel = "PICTURE", description = "The style picture, for a model that takes one.")
    String style;

    @Option(
            names = "--strength",
            paramLabel = "0..1",
            defaultValue = "1",
            description = "How much of the model's picture to keep over the source; default ${DEFAULT-VALUE}.")
    double strength;

    @Mixin
    GatysArguments gatys;

    @Mixin
    RunArguments run;

    ScoreCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        if (model == null && style == null) {
            throw new InvalidRequestException(
                    "there is no model; name one with --model, or a picture whose style to take with --style");
        }
        String scorer = model == null ? JobRequest.STYLE_MODEL : model;
        var request = new JobRequest(wiring, places.of(job), gatys.model(scorer), style, strength, "scored");
        return new JobExecution(wiring, run).execute(request.spec());
    }
}
