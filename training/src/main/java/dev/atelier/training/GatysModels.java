package dev.atelier.training;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.ModelInfo;
import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.core.store.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;

/**
 * The method of Gatys et al. as models: {@code gatys:STEPS:STYLE-WEIGHT:FILE}, such as {@code gatys:300:1e8:vgg19.pth},
 * one for every choice of options and weights. What a style picture is prepared to are its Gram matrices.
 */
@SuppressWarnings("try") // scopes work by being open
public final class GatysModels implements ModelRuntime {
    private static final Pattern NAME = Pattern.compile("gatys:([^:]*):([^:]*):(.*)");
    private static final int MOST_STEPS = 100_000;
    private static final int STYLE_SIDE = 512;
    private static final String GRAM = "gram";

    private final AtomicReference<Loaded> loaded = new AtomicReference<>();

    /** Weights that were read last: a job prepares its style and then scores with the same. */
    private record Loaded(Path file, VggFeatures vgg) {}

    private record Parsed(GatysTransfer.Options options, Path file) {}

    /** Whether a name is one of these models'. */
    public static boolean isName(String model) {
        return model.equals("gatys") || model.startsWith("gatys:");
    }

    /** The name of the model with these options. */
    public static String name(int steps, double styleWeight, Path weights) {
        return "gatys:" + steps + ":" + styleWeight + ":"
                + weights.toAbsolutePath().normalize();
    }

    private static Parsed parse(String model) {
        Matcher name = NAME.matcher(model);
        if (!name.matches() || name.group(3).isEmpty()) {
            throw new InvalidRequestException("gatys paints with the weights of VGG-19; name their file with --vgg19");
        }
        Path file = Path.of(name.group(3));
        try {
            int steps = Integer.parseInt(name.group(1));
            double weight = Double.parseDouble(name.group(2));
            if (steps < 1 || steps > MOST_STEPS || !(weight >= 0) || Double.isInfinite(weight)) {
                throw new NumberFormatException();
            }
            if (!Files.exists(file)) {
                throw new InvalidRequestException("--vgg19: there is no file or folder " + file + "; check its name");
            }
            return new Parsed(new GatysTransfer.Options(steps, weight), file);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    "gatys: expected 1 to " + MOST_STEPS + " steps and a style weight of 0 or more, found "
                            + name.group(1) + " and " + name.group(2),
                    e);
        }
    }

    @Override
    public ModelInfo inspect(String model) {
        Parsed parsed = parse(model);
        vgg(parsed.file());
        Map<String, String> description = new LinkedHashMap<>();
        description.put("description", "Style transfer by optimisation (Gatys et al., 2016)");
        description.put("weights", parsed.file().toString());
        description.put("steps", Integer.toString(parsed.options().steps()));
        description.put("style weight", Double.toString(parsed.options().styleWeight()));
        return new ModelInfo("gatys", digest(parsed), ModelInfo.OutputKind.IMAGE, true, description, List.of());
    }

    private static String digest(Parsed parsed) {
        var digest = Digest.sha256();
        String options =
                "gatys 1 " + parsed.options().steps() + " " + parsed.options().styleWeight();
        digest.update(options.getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.walk(parsed.file(), 1)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.equals(parsed.file()) || file.toString().endsWith(".f32"))
                    .sorted()
                    .toList()) {
                String line = "\n" + file.getFileName() + " " + Digest.of(() -> Files.newInputStream(file));
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new InfrastructureException(parsed.file() + ": cannot be read; check its permissions", e);
        }
        return Digest.hex(digest.digest());
    }

    private VggFeatures vgg(Path file) {
        Loaded last = loaded.get();
        if (last == null || !last.file().equals(file)) {
            last = new Loaded(file, VggFeatures.read(file, false));
            loaded.set(last);
        }
        return last.vgg();
    }

    @Override
    public Map<String, Tensor> prepareStyle(String model, Picture style) {
        Parsed parsed = parse(model);
        try (PointerScope scope = new PointerScope()) {
            double scale = Math.min(1, (double) STYLE_SIDE / Math.min(style.width(), style.height()));
            org.bytedeco.pytorch.Tensor picture = Ops.resize(
                    Pictures.tensor(style),
                    Math.max(16, Math.round(style.height() * scale)),
                    Math.max(16, Math.round(style.width() * scale)));
            List<org.bytedeco.pytorch.Tensor> grams = GatysTransfer.grams(vgg(parsed.file()), picture);
            Map<String, Tensor> constants = new LinkedHashMap<>();
            for (int i = 0; i < grams.size(); i++) {
                constants.put(GRAM + i, new Tensor(grams.get(i).shape(), Ops.values(grams.get(i))));
                grams.get(i).close();
            }
            return constants;
        }
    }

    @Override
    public Scorer open(String model, ScorerOptions options) {
        Parsed parsed = parse(model);
        if (!options.device().equals("cpu")) {
            throw new InvalidRequestException(
                    "gatys runs on the processor here, not on " + options.device() + "; leave --device out");
        }
        List<org.bytedeco.pytorch.Tensor> grams = new ArrayList<>();
        for (int i = 0; i < VggFeatures.Layer.values().length; i++) {
            Tensor gram = options.constants().get(GRAM + i);
            if (gram == null) {
                throw new InvalidRequestException("gatys takes its style from a picture; name one with --style");
            }
            grams.add(Ops.keep(Ops.tensor(gram.values(), gram.shape())));
        }
        return new GatysScorer(new GatysTransfer(vgg(parsed.file()), grams, parsed.options()), options.strength());
    }
}
