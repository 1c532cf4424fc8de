package dev.atelier.scoring.model;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.ModelInfo.OutputKind;
import dev.atelier.scoring.model.PackageResolver.Evidence;
import dev.atelier.scoring.plane.Fit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settles the input that takes the item. */
final class InputResolver {
    private static final int MAXIMUM_SIDE = 16384;
    private static final float[] IMAGENET_MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] IMAGENET_DEVIATION = {0.229f, 0.224f, 0.225f};

    /** Blue, green, red: what Caffe's ImageNet models subtract. */
    private static final float[] CAFFE_MEAN = {103.939f, 116.779f, 123.68f};

    private final Settings settings;
    private final String section;
    private final GraphFacts facts;
    private final Port port;
    private final boolean channelsLast;
    private final int channels;

    /** @param given names of inputs that get their values elsewhere */
    InputResolver(Settings settings, String section, GraphFacts facts, Set<String> given) {
        this.settings = settings;
        this.section = section;
        this.facts = facts;
        String name = settings.settle(key("name"), settings.text(key("name")), () -> only(given));
        this.port = facts.inputs().get(name);
        if (port == null) {
            throw new InvalidRequestException(key("name") + ": " + facts.name() + " has no input " + name + ", only "
                    + String.join(", ", facts.inputs().keySet()));
        }
        if (port.rank() != 4) {
            throw new InvalidRequestException(
                    key("name") + ": " + name + " is " + port.describe()
                            + ", where a picture needs [n,channels,height,width] or [n,height,width,channels]; name another input");
        }
        this.channelsLast = !isColour(port.shape()[1]) && isColour(port.shape()[3]);
        this.channels = (int) port.shape()[channelsLast ? 3 : 1];
    }

    private String key(String name) {
        return section + "." + name;
    }

    private static boolean isColour(long channels) {
        return channels == 1 || channels == 3;
    }

    private String only(Set<String> given) {
        List<String> candidates = facts.inputs().values().stream()
                .filter(input -> !given.contains(input.name()))
                .filter(input -> input.rank() == 4
                        && (isColour(input.shape()[1]) || isColour(input.shape()[3]) || input.shape()[1] < 0))
                .map(Port::name)
                .toList();
        if (candidates.size() != 1) {
            throw new InvalidRequestException(key("name") + " is missing: " + facts.name() + " has "
                    + (candidates.isEmpty() ? "no input that" : candidates.size() + " inputs that")
                    + " could take a picture ([n,3,h,w], [n,1,h,w] or with channels last); inputs: "
                    + facts.inputs().values().stream()
                            .map(input -> input.name() + " " + input.describe())
                            .toList());
        }
        return candidates.get(0);
    }

    Port port() {
        return port;
    }

    boolean channelsLast() {
        return channelsLast;
    }

    /** The item's width as the graph fixes it, or -1. */
    private int fixed(int axis) {
        long size = port.shape()[axis];
        if (size > MAXIMUM_SIDE || size == 0) {
            throw new InvalidRequestException(
                    facts.name() + ": input " + port.name() + " " + port.describe() + " has an absurd size");
        }
        return (int) size;
    }

    /** For a graph whose scores are not read: the style graph. */
    InputSpec resolve(OutputKind kind) {
        return resolve(kind, null, null);
    }

    InputSpec resolve(OutputKind kind, OutputResolver outputs, Evidence evidence) {
        Colour colour = colour(outputs);
        Optional<Double> written = settings.number(key("range"), 1e-6, 1e9);
        Fit fit = fit(kind, outputs);
        boolean natural = kind == OutputKind.CLASSES
                && outputs.classes() == 1000
                && colour != Colour.LUMA
                && written.isEmpty()
                && !settings.has(key("mean"))
                && !settings.has(key("std"))
                && metadataRange().isEmpty();
        InputSpec plain = spec(colour, 1, fill(0), fill(1), fit);
        float range = written.map(Double::floatValue).isPresent()
                ? settings.settle(key("range"), written.map(Double::floatValue), () -> 1f)
                : inferredRange(kind, outputs, evidence, plain, natural);
        boolean caffe = natural && isFromCaffe() && colour == Colour.BGR;
        float[] mean = settings.settle(
                key("mean"),
                settings.numbers(key("mean"), channels()),
                () -> caffe ? CAFFE_MEAN : natural ? IMAGENET_MEAN : fill(0));
        float[] deviation = settings.settle(
                key("std"),
                settings.numbers(key("std"), channels()),
                () -> natural && !caffe ? IMAGENET_DEVIATION : fill(1));
        for (float value : deviation) {
            if (value == 0) {
                settings.problem(key("std") + ": divides by 0; write 1 to leave a channel as it is");
            }
        }
        return spec(colour, range, mean, deviation, fit);
    }

    private float inferredRange(
            OutputKind kind, OutputResolver outputs, Evidence evidence, InputSpec plain, boolean natural) {
        Optional<Float> told = metadataRange();
        if (told.isPresent() || port.type().size == 1) {
            return settings.settle(key("range"), Optional.<Float>empty(), () -> told.orElse(255f));
        }
        if (outputs != null && outputs.decoder().isPresent()) {
            return settings.settle(key("range"), Optional.<Float>empty(), () -> outputs.decoder()
                    .get()
                    .range());
        }
        if (kind == OutputKind.IMAGE && evidence != null && outputs.canProbe()) {
            return settings.guess(
                    key("range"),
                    Optional.<Float>empty(),
                    () -> outputs.probedHigh(plain, evidence),
                    "by what the graph makes of a test picture");
        }
        boolean caffe = natural && isFromCaffe();
        String reason = caffe ? "with the mean of Caffe's models" : natural ? "with ImageNet's mean and deviation" : "";
        return settings.guess(key("range"), Optional.<Float>empty(), () -> caffe ? 255f : 1f, reason);
    }

    /** Caffe's converter numbers its inputs; those of other frameworks are called otherwise. */
    private boolean isFromCaffe() {
        return port.name().equals("data_0");
    }

    private int channels() {
        return channels == 1 ? 1 : 3;
    }

    private float[] fill(float value) {
        float[] values = new float[channels()];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private InputSpec spec(Colour colour, float range, float[] mean, float[] deviation, Fit fit) {
        return new InputSpec(port.name(), colour, range, mean, deviation, channelsLast, fit);
    }

    private Colour colour(OutputResolver outputs) {
        Optional<Colour> written = settings.choice(key("colour"), Colour.class);
        if (!isColour(channels) && channels >= 0) {
            throw new InvalidRequestException(facts.name() + ": input " + port.name() + " " + port.describe() + " has "
                    + channels + " channels, where a picture has 3 or 1; use another graph");
        }
        if (written.isPresent() && channels >= 0 && written.get().count() != channels) {
            settings.problem(key("colour") + ": " + Settings.word(written.get()) + " has "
                    + written.get().count() + " channels, but " + port.name() + " is " + port.describe());
        }
        String format = facts.metadata().getOrDefault("Image.BitmapPixelFormat", "");
        if (channels == 1 || format.startsWith("Gray")) {
            return settings.settle(key("colour"), written, () -> Colour.LUMA);
        }
        if (outputs != null && outputs.decoder().isPresent()) {
            return settings.settle(key("colour"), written, () -> Colour.BGR);
        }
        // Windows ML's models are in its own order of channels, whether they say so or not
        boolean windows =
                format.startsWith("Bgr") || "onnxml".equals(facts.metadata().get(GraphFacts.DOMAIN));
        return settings.guess(
                key("colour"),
                written,
                () -> windows || isFromCaffe() ? Colour.BGR : Colour.RGB,
                windows ? "by the graph's metadata" : isFromCaffe() ? "as Caffe's models have it" : "");
    }

    /** What Windows ML's metadata say, the only convention there is. */
    private Optional<Float> metadataRange() {
        return Optional.ofNullable(facts.metadata().get("Image.NominalPixelRange"))
                .flatMap(range -> switch (range) {
                    case "NominalRange_0_255" -> Optional.of(255f);
                    case "Normalized_0_1" -> Optional.of(1f);
                    default -> Optional.empty();
                });
    }

    private Fit fit(OutputKind kind, OutputResolver outputs) {
        FitResolver fits = new FitResolver(settings, section, fixed(channelsLast ? 2 : 3), fixed(channelsLast ? 1 : 2));
        return fits.resolve(kind, outputs);
    }
}
