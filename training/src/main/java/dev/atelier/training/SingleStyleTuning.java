package dev.atelier.training;

import dev.atelier.core.job.StopSignal;
import dev.atelier.core.scoring.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Fine-tunes a trained any-style network to one picture: its style, as the network predicts it, and the painting
 * network's own weights are trained on together. A run's folder is that of {@link StyleNetworkTraining}.
 */
public final class SingleStyleTuning {
    /** What the names of a tuned style's parts begin with. */
    static final String TUNED = "tuned.";

    /** Some minutes of a few cores. */
    public static final TrainingOptions DEFAULT = new TrainingOptions(300, 2, 256, 5e-4, 1, 40, 5, 0, 0, 25, 0, 50);

    private static final int SHEET_SIDE = 256;
    private static final int SHEET_PICTURES = 5;

    private final TrainingOptions options;
    private final NetworkShape shape;
    private final Map<String, Tensor> start;
    private final PictureSet photographs;
    private final VggFeatures vgg;
    private final Path run;

    /**
     * @param start weights of an any-style network, such as {@link StyleNetworkExport#weights} reads
     * @param photographs folder of JPEG or PNG pictures
     * @param run folder of the run, made if absent
     */
    public SingleStyleTuning(
            TrainingOptions options,
            NetworkShape shape,
            Map<String, Tensor> start,
            Path photographs,
            VggFeatures vgg,
            Path run) {
        this(options, shape, start, new PictureFolder(photographs), vgg, run);
    }

    SingleStyleTuning(
            TrainingOptions options,
            NetworkShape shape,
            Map<String, Tensor> start,
            PictureSet photographs,
            VggFeatures vgg,
            Path run) {
        this.options = options;
        this.shape = shape;
        this.start = Map.copyOf(start);
        this.photographs = photographs;
        this.vgg = vgg;
        this.run = run;
    }

    /**
     * Trains until the last step.
     *
     * @param picture file of the style picture
     * @return the painting network's averaged weights and the style's parts, their names after {@value #TUNED}, as
     *     {@link StyleNetworkExport} takes them
     */
    public Map<String, Tensor> train(Path picture, Consumer<TrainingProgress> progress) {
        return train(picture, new StopSignal(), progress).orElseThrow();
    }

    /**
     * Trains until the last step, or until it is asked to stop.
     *
     * @return what {@link #train(Path, Consumer)} does; empty if it was stopped before the last step
     */
    public Optional<Map<String, Tensor>> train(Path picture, StopSignal stop, Consumer<TrainingProgress> progress) {
        org.bytedeco.pytorch.Tensor whole = Pictures.tensor(PictureFolder.read(picture));
        return train(Pictures.scaled(whole, StyleNetworkExport.STYLE_SIDE), stop, progress);
    }

    Map<String, Tensor> train(org.bytedeco.pytorch.Tensor picture, Consumer<TrainingProgress> progress) {
        return train(picture, new StopSignal(), progress).orElseThrow();
    }

    @SuppressWarnings("try") // guards work by being open
    private Optional<Map<String, Tensor>> train(
            org.bytedeco.pytorch.Tensor picture, StopSignal stop, Consumer<TrainingProgress> progress) {
        StyleStatistics wanted;
        Weights weights;
        try (NoGradGuard guard = new NoGradGuard()) {
            wanted = StyleStatistics.of(picture, vgg.levels(picture)).keep();
            // made anew first, so that weights of another shape are told from right ones
            StyleNetwork network = StyleNetwork.create(
                    shape, new SplittableRandom(options.seed()), StyleStatistics.batch(List.of(wanted, wanted)));
            network.weights().replace(start);
            weights = weights(network.style(network.moments(picture)));
        }
        PaintNetwork painter = new PaintNetwork(shape, weights);
        Adam adam = new Checkpoint(run)
                .read()
                .map(state -> Adam.restore(weights, state))
                .orElseGet(() -> new Adam(weights));
        StyleSource source = (random, step, n) -> new StyleSource.Drawn(
                StyleStatistics.batch(java.util.Collections.nCopies(n, wanted)),
                style(weights).repeated(n),
                Optional.empty());
        TrainingStep step = new TrainingStep(options, painter, adam, vgg, new ContentCrops(photographs), source);
        SampleSheet sheet = new SampleSheet(contents(), List.of(picture));
        boolean finished = new TrainingRun(options, adam, run)
                .train(
                        step,
                        Optional.of(() -> {
                            Weights average = Weights.of(adam.average());
                            return sheet.paint(style ->
                                    content -> new PaintNetwork(shape, average).paint(content, style(average)));
                        }),
                        stop,
                        progress);
        return finished ? Optional.of(adam.average()) : Optional.empty();
    }

    /** What is trained: the painting network, without the dense layers, and the style itself. */
    private Weights weights(Style style) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        start.forEach((name, value) -> {
            if (!name.startsWith(StyleEncoder.PREFIX)
                    && !name.startsWith("code.")
                    && !name.startsWith("mean.")
                    && !name.startsWith("experts.")) {
                values.put(name, value);
            }
        });
        style.parts().forEach((name, part) -> values.put(TUNED + name, value(part)));
        return Weights.of(values);
    }

    private static Tensor value(org.bytedeco.pytorch.Tensor tensor) {
        return new Tensor(tensor.shape(), Ops.values(tensor));
    }

    private Style style(Weights weights) {
        Map<String, org.bytedeco.pytorch.Tensor> parts = new LinkedHashMap<>();
        shape.style().keySet().forEach(name -> parts.put(name, weights.get(TUNED + name)));
        return new Style(parts);
    }

    private List<org.bytedeco.pytorch.Tensor> contents() {
        List<org.bytedeco.pytorch.Tensor> contents = new ArrayList<>();
        for (int i = 0; i < SHEET_PICTURES; i++) {
            org.bytedeco.pytorch.Tensor photograph =
                    Pictures.tensor(photographs.get(i * photographs.size() / SHEET_PICTURES));
            contents.add(Ops.resize(photograph, SHEET_SIDE, SHEET_SIDE));
        }
        return contents;
    }
}
