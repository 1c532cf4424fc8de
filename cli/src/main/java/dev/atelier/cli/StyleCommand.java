package dev.atelier.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "style",
        description = "Paints a video, an image or a folder of images in the style of a picture.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StyleCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    PlaceArguments places;

    @Mixin
    JobArguments job;

    @Option(
            names = "--style",
            paramLabel = "PICTURE",
            description = "The picture whose style to take; not for a model that was trained for one style.")
    String style;

    @Option(
            names = "--strength",
            paramLabel = "0..1",
            defaultValue = "1",
            description = "How much of the painting to keep over the source; default ${DEFAULT-VALUE}.")
    double strength;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "atelier",
            description =
                    "The any-style model: a name, a model package or an .onnx file; default ${DEFAULT-VALUE}. gatys is"
                            + " the method of Gatys et al., minutes a frame.")
    String model;

    @Mixin
    GatysArguments gatys;

    @Mixin
    RunArguments run;

    StyleCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        var request = new JobRequest(wiring, places.of(job), gatys.model(model), style, strength, "styled");
        return new JobExecution(wiring, run).execute(request.spec());
    }
}
