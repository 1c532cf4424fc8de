package dev.atelier.training;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;

/** Writes a trained network as a model package: {@code model.yaml}, {@code style.onnx} and {@code transfer.onnx}. */
@SuppressWarnings("try") // scopes work by being open
public final class StyleNetworkExport {
    /** What the shorter side of a style picture is brought to, in pixels. */
    static final int STYLE_SIDE = 512;

    // an eighth of a frame must have two values a side to be mirrored
    private static final String SETTINGS = """
            name: %s
            description: %s
            licence: Apache-2.0

            graph: transfer.onnx
            input:
              name: frame
              colour: rgb
              range: 1
              resize: pad
              multiple-of: 16
            output:
              kind: image
              name: painted
              range: 1
            """;

    private static final String STYLE = """

            style:
              graph: style.onnx
              feedback: 0.6
              input:
                name: picture
                colour: rgb
                range: 1
                resize: scale
                shorter-side: 512
            """;

    private final NetworkShape shape;

    public StyleNetworkExport(NetworkShape shape) {
        this.shape = shape;
    }

    /**
     * Of the shape that weights have.
     *
     * @throws InvalidRequestException if they are not those of a whole any-style network
     */
    public static StyleNetworkExport of(Map<String, Tensor> weights) {
        LibTorch.load();
        NetworkShape shape = NetworkShape.of(weights);
        try (PointerScope scope = new PointerScope()) {
            StyleNetwork.create(shape, new SplittableRandom(0), StyleStatistics.blank())
                    .weights()
                    .replace(weights);
        }
        return new StyleNetworkExport(shape);
    }

    /**
     * The averaged weights in the checkpoint of a run.
     *
     * @throws InvalidRequestException if there is no checkpoint in the folder
     */
    public static Map<String, Tensor> weights(Path run) {
        Map<String, Tensor> state = new Checkpoint(run)
                .read()
                .orElseThrow(() -> new InvalidRequestException(
                        run + ": no checkpoint.safetensors in it; give the folder of a training run"));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        String prefix = "average/";
        state.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                weights.put(name.substring(prefix.length()), value);
            }
        });
        return weights;
    }

    /**
     * Writes a package: of an any-style network, or of one tuned to a picture, which has no style graph.
     *
     * @param folder made if absent
     */
    public void write(String name, Map<String, Tensor> weights, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("transfer.onnx"), new TransferExport(shape, weights).bytes());
            if (weights.containsKey(SingleStyleTuning.TUNED + "scale")) {
                String settings = SETTINGS.formatted(name, "Paints in the style of one picture");
                Files.writeString(folder.resolve("model.yaml"), settings);
            } else {
                Files.write(folder.resolve("style.onnx"), new StyleExport(shape, weights).bytes());
                String settings = SETTINGS.formatted(name, "Paints any picture in the style of any other");
                Files.writeString(folder.resolve("model.yaml"), settings + STYLE);
            }
        } catch (IOException e) {
            throw new InfrastructureException(folder + ": cannot be written; free space or choose another folder", e);
        }
    }
}
