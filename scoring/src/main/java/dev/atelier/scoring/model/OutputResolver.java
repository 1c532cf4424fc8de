package dev.atelier.scoring.model;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.ModelInfo.OutputKind;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.model.OutputSpec.Decoder;
import dev.atelier.scoring.model.PackageResolver.Evidence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settles what the outputs mean. */
final class OutputResolver {
    private static final int MOST_SCALE = 16;

    private final Settings settings;
    private final GraphFacts facts;
    private final PackageFiles files;
    private final Optional<String> written;
    private final Optional<Decoder> decoder;
    private Port item;
    private Float probedHigh;

    OutputResolver(Settings settings, GraphFacts facts, PackageFiles files) {
        this.settings = settings;
        this.facts = facts;
        this.files = files;
        this.written =
                settings.has("output.name") && !(settings.raw("output.name").get() instanceof List)
                        ? settings.text("output.name")
                        : Optional.empty();
        written.filter(name -> !facts.outputs().containsKey(name)).ifPresent(name -> {
            throw new InvalidRequestException(files.settingsName() + ": output.name: " + facts.name()
                    + " has no output " + name + ", only "
                    + String.join(", ", facts.outputs().keySet()));
        });
        Optional<Decoder> named = settings.choice("output.decoder", Decoder.class);
        this.decoder = named.isPresent()
                ? named
                : Arrays.stream(Decoder.values())
                        .filter(candidate -> candidate.recognises(facts))
                        .findFirst();
    }

    /** What kind of score it is. */
    OutputKind kind(Port itemInput) {
        item = itemInput;
        return settings.settle("output.kind", settings.choice("output.kind", OutputKind.class), this::natural);
    }

    private OutputKind natural() {
        if (decoder.isPresent()) {
            return OutputKind.BOXES;
        }
        if (facts.outputs().size() > 1 && written.isEmpty()) {
            return OutputKind.TENSORS;
        }
        if (classes() >= 2) {
            return OutputKind.CLASSES;
        }
        return isPicture(output()) ? OutputKind.IMAGE : OutputKind.TENSORS;
    }

    private Port output() {
        return written.map(facts.outputs()::get)
                .orElseGet(() -> facts.outputs().values().iterator().next());
    }

    Optional<Decoder> decoder() {
        return decoder;
    }

    /** The number of classes, if the output has one number for each, else -1. */
    int classes() {
        Port output = output();
        if (output.rank() < 1) {
            return -1;
        }
        long count = 1;
        int longAxes = 0;
        for (int axis = output.rank() == 1 ? 0 : 1; axis < output.rank(); axis++) {
            if (output.shape()[axis] < 0) {
                return -1;
            }
            count *= output.shape()[axis];
            longAxes += output.shape()[axis] > 1 ? 1 : 0;
        }
        return longAxes == 1 && count < 1_000_000 ? (int) count : -1;
    }

    private boolean isPicture(Port output) {
        if (output.rank() < 3) {
            return false;
        }
        long[] shape = output.shape();
        long channels = shape[output.rank() - 3];
        long last = shape[output.rank() - 1];
        boolean first = channels == 3 || channels == 1;
        return (first || last == 3 || last == 1) && scale() > 0;
    }

    /** How much larger than the input the output is where both are fixed; 1 where either is open; -1 for nonsense. */
    private int scale() {
        Port output = output();
        long[] shape = output.shape();
        boolean last = output.rank() == 4 && shape[3] == channelsOf(item) && shape[1] != channelsOf(item);
        long out = shape[last ? 1 : output.rank() - 2];
        long in = item.shape()[last ? 1 : 2];
        if (out < 0 || in < 0) {
            return 1;
        }
        return out % in == 0 && out / in <= MOST_SCALE ? (int) (out / in) : -1;
    }

    private static long channelsOf(Port port) {
        return port.shape()[1] == 1 || port.shape()[1] == 3 ? port.shape()[1] : port.shape()[3];
    }

    boolean enlarges() {
        return settings.has("output.scale") || scale() > 1;
    }

    boolean canProbe() {
        return true;
    }

    /** The value that stands for full brightness, as a test picture shows. */
    float probedHigh(InputSpec plain, Evidence evidence) {
        if (probedHigh == null) {
            Map<String, Tensor> outputs = evidence.outputs(plain)
                    .orElseThrow(() -> new InvalidRequestException(files.settingsName()
                            + ": input.range is missing; write 1 or 255, what full brightness is to the graph"));
            float greatest = 0;
            for (float value : outputs.get(output().name()).values()) {
                greatest = Math.max(greatest, Math.abs(value));
            }
            probedHigh = greatest > 2 ? 255f : 1f;
        }
        return probedHigh;
    }

    OutputSpec resolve(OutputKind kind, InputSpec input, Evidence evidence) {
        return switch (kind) {
            case IMAGE -> image(input);
            case CLASSES -> classes(input, evidence);
            case BOXES -> boxes();
            case TENSORS -> tensors();
        };
    }

    private String name() {
        return settings.settle("output.name", written, () -> {
            if (facts.outputs().size() > 1) {
                settings.problem("output.name is missing; write which of "
                        + String.join(", ", facts.outputs().keySet()) + " it is");
            }
            return output().name();
        });
    }

    private OutputSpec image(InputSpec input) {
        Colour colour = settings.settle("output.colour", settings.choice("output.colour", Colour.class), input::colour);
        boolean pair = settings.raw("output.range").orElse(null) instanceof List;
        float[] range = settings.settle(
                "output.range",
                pair
                        ? settings.numbers("output.range", 2)
                        : settings.number("output.range", 1e-6, 1e9).map(high -> new float[] {0, high.floatValue()}),
                () -> new float[] {0, input.range()});
        if (range[1] <= range[0]) {
            settings.problem("output.range: the second number, for full brightness, must be the greater one");
        }
        int scale = settings.settle(
                "output.scale", settings.integer("output.scale", 1, MOST_SCALE), () -> Math.max(1, scale()));
        return new OutputSpec.Image(name(), colour, range[0], range[1], scale);
    }

    private OutputSpec classes(InputSpec input, Evidence evidence) {
        String name = name();
        boolean softmax =
                settings.settle("output.softmax", settings.truth("output.softmax"), () -> evidence.outputs(input)
                        .map(outputs -> !isDistribution(outputs.get(name).values()))
                        .orElse(true));
        List<String> labels = labels(Optional.empty());
        int classes = classes();
        if (classes > 0 && !labels.isEmpty() && labels.size() != classes) {
            settings.problem("output.labels: " + labels.size() + " labels for " + classes + " classes");
        }
        int top = settings.settle("output.top", settings.integer("output.top", 1, 100_000), () -> 5);
        return new OutputSpec.Classes(name, softmax, labels, top);
    }

    private static boolean isDistribution(float[] values) {
        double sum = 0;
        for (float value : values) {
            if (value < 0) {
                return false;
            }
            sum += value;
        }
        return Math.abs(sum - 1) < 0.01;
    }

    private OutputSpec boxes() {
        if (decoder.isEmpty()) {
            throw new InvalidRequestException(
                    files.settingsName()
                            + ": output.decoder is missing; write how boxes are encoded: yunet or fastestdet, or output.kind: tensors");
        }
        if (!decoder.get().fits(facts)) {
            settings.problem("output.decoder: the outputs of " + facts.name() + " are not those of "
                    + Settings.word(decoder.get()) + "; write another decoder or output.kind: tensors");
        }
        settings.settle("output.decoder", settings.choice("output.decoder", Decoder.class), decoder::get);
        double threshold =
                settings.settle("output.threshold", settings.number("output.threshold", 0, 1), () -> decoder.get()
                        .threshold());
        double overlap = settings.settle("output.overlap", settings.number("output.overlap", 0, 1), () -> 0.45);
        return new OutputSpec.Boxes(decoder.get(), threshold, overlap, labels(Optional.of(decoder.get())));
    }

    private List<String> labels(Optional<Decoder> known) {
        Optional<String> file = settings.text("output.labels");
        if (file.isPresent()) {
            settings.settle("output.labels", file, () -> "");
            return Labels.parse(files.text(file.get()));
        }
        if (known.isPresent()) {
            List<String> own = known.get().labels();
            settings.settle("output.labels", Optional.<String>empty(), () -> own.size() == 1 ? own.get(0) : "COCO's");
            return own;
        }
        Optional<String> beside =
                files.labels().filter(name -> Labels.parse(files.text(name)).size() == classes());
        settings.settle("output.labels", Optional.<String>empty(), () -> beside.orElse("none"));
        return beside.map(name -> Labels.parse(files.text(name))).orElse(List.of());
    }

    private OutputSpec tensors() {
        List<String> names = settings.settle(
                "output.name",
                settings.texts("output.name"),
                () -> List.copyOf(facts.outputs().keySet()));
        names.stream()
                .filter(name -> !facts.outputs().containsKey(name))
                .forEach(name -> settings.problem("output.name: " + facts.name() + " has no output " + name));
        return new OutputSpec.Tensors(names);
    }
}
