package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.training.GatysModels;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of the model gatys. */
final class GatysArguments {
    private static final String GATYS = "gatys";

    @Option(
            names = "--vgg19",
            paramLabel = "FILE",
            description = "For --model gatys: the weights of VGG-19, as .safetensors, .pth or a folder of .f32 files.")
    Path vgg19;

    @Option(names = "--gatys-steps", paramLabel = "N", description = "For --model gatys: steps a frame; default 300.")
    Integer steps;

    @Option(
            names = "--gatys-style-weight",
            paramLabel = "W",
            description = "For --model gatys: weight of the style, the content's being 1; default 1e8.")
    Double styleWeight;

    /** The name of the model that was asked for, with these options in it. */
    String model(String model) {
        boolean any = vgg19 != null || steps != null || styleWeight != null;
        if (!model.equals(GATYS)) {
            if (any) {
                throw new InvalidRequestException(
                        "--vgg19, --gatys-steps and --gatys-style-weight are for --model gatys," + " not for " + model
                                + "; leave them out");
            }
            return model;
        }
        return vgg19 == null
                ? GATYS
                : GatysModels.name(steps == null ? 300 : steps, styleWeight == null ? 1e8 : styleWeight, vgg19);
    }
}
