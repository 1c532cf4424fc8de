package dev.atelier.training;

import dev.atelier.core.job.StopSignal;
import dev.atelier.core.scoring.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Trains a network that paints in the style of any picture, from a folder of photographs and one of paintings. The
 * folder of a run holds {@code checkpoint.safetensors}, {@code losses.csv}, {@code losses.png} and
 * {@code samples/<step>.png}, and the like of the encoder, which is trained first, in {@code encoder}; a run in a folder with a checkpoint goes on from it and ends with the same weights as one
 * never stopped.
 */
public final class StyleNetworkTraining {
    private static final int SHEET_SIDE = 256;
    private static final int SHEET_PICTURES = 5;
    private static final int SAMPLE = 16;
    private static final int LARGEST_STYLE = 512;

    private final TrainingOptions options;
    private final NetworkShape shape;
    private final PictureSet photographs;
    private final PictureSet paintings;
    private final VggFeatures vgg;
    private final Optional<Teacher> teacher;
    private final Optional<Map<String, Tensor>> start;
    private final Path run;

    /**
     * @param photographs folder of JPEG or PNG pictures
     * @param paintings folder of JPEG or PNG pictures
     * @param teacher what to imitate at first, if anything
     * @param start weights to begin with; random ones if empty
     * @param run folder of the run, made if absent
     * @throws dev.atelier.core.failure.InvalidRequestException if a folder holds no pictures
     */
    public StyleNetworkTraining(
            TrainingOptions options,
            NetworkShape shape,
            Path photographs,
            Path paintings,
            VggFeatures vgg,
            Optional<Teacher> teacher,
            Optional<Map<String, Tensor>> start,
            Path run) {
        this(options, shape, new PictureFolder(photographs), new PictureFolder(paintings), vgg, teacher, start, run);
    }

    StyleNetworkTraining(
            TrainingOptions options,
            NetworkShape shape,
            PictureSet photographs,
            PictureSet paintings,
            VggFeatures vgg,
            Optional<Teacher> teacher,
            Optional<Map<String, Tensor>> start,
            Path run) {
        this.options = options;
        this.shape = shape;
        this.photographs = photographs;
        this.paintings = paintings;
        this.vgg = vgg;
        this.teacher = teacher;
        this.start = start;
        this.run = run;
    }

    /**
     * Trains until the last step.
     *
     * @param progress told of every step
     * @return the averaged weights, by name, as {@link StyleNetworkExport} takes them
     */
    public Map<String, Tensor> train(Consumer<TrainingProgress> progress) {
        return train(new StopSignal(), progress).orElseThrow();
    }

    /**
     * Trains until the last step, or until it is asked to stop.
     *
     * @return the averaged weights; empty if it was stopped before the last step
     * @throws dev.atelier.core.failure.InvalidRequestException if the weights to begin with, or a checkpoint, are of
     *     another shape
     */
    public Optional<Map<String, Tensor>> train(StopSignal stop, Consumer<TrainingProgress> progress) {
        int side = Math.min(LARGEST_STYLE, paintings.get(0).getWidth());
        StyleNetwork network = StyleNetwork.create(shape, new SplittableRandom(options.seed()), sample(side));
        start.ifPresent(network.weights()::replace);
        StylePool pool = new StylePool(paintings, photographs, vgg, network, options.seed(), side);
        if (options.encoderSteps() > 0 && !trainEncoder(network, pool, stop, progress)) {
            return Optional.empty();
        }
        Adam adam = new Checkpoint(run)
                .read()
                .map(state -> Adam.restore(network.weights(), state))
                .orElseGet(() -> new Adam(network.weights()));
        TrainingStep step = new TrainingStep(
                options,
                network.painter(),
                adam,
                vgg,
                new ContentCrops(photographs),
                new PooledStyles(pool, network, teacher, options.taughtSteps()));
        boolean finished = new TrainingRun(options, adam, run)
                .train(
                        step,
                        Optional.of(() -> new SampleSheet(contents(), styles(pool))
                                .paint(StyleNetwork.of(shape, adam.average()))),
                        stop,
                        progress);
        return finished ? Optional.of(adam.average()) : Optional.empty();
    }

    /** @return whether it was trained to its last step, now or before */
    private boolean trainEncoder(
            StyleNetwork network, StylePool pool, StopSignal stop, Consumer<TrainingProgress> progress) {
        TrainingOptions its = options.ofEncoder();
        Weights weights = network.weights().part(StyleEncoder.PREFIX);
        Path folder = run.resolve("encoder");
        Adam adam = new Checkpoint(folder)
                .read()
                .map(state -> Adam.restore(weights, state))
                .orElseGet(() -> new Adam(weights));
        EncoderStep step = new EncoderStep(
                its, network, adam, vgg, new ContentCrops(photographs), new ContentCrops(pool.pictures()));
        boolean finished = new TrainingRun(its, adam, folder)
                .train(
                        step,
                        Optional.empty(),
                        stop,
                        told -> progress.accept(
                                new TrainingProgress(told.step(), told.steps(), "style encoder: " + told.line())));
        weights.replace(adam.average());
        return finished;
    }

    /** The statistics of the first paintings, which a new network's inputs are brought to a common range by. */
    @SuppressWarnings("try") // scopes and guards work by being open
    private StyleStatistics sample(int side) {
        List<StyleStatistics> all = new ArrayList<>();
        for (int i = 0; i < Math.min(SAMPLE, paintings.size()); i++) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                org.bytedeco.pytorch.Tensor picture = Ops.resize(Pictures.tensor(paintings.get(i)), side, side);
                all.add(StyleStatistics.of(picture, vgg.levels(picture)).keep());
            }
        }
        return StyleStatistics.batch(all);
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

    private List<org.bytedeco.pytorch.Tensor> styles(StylePool pool) {
        List<org.bytedeco.pytorch.Tensor> styles = new ArrayList<>();
        for (int i = 0; i < SHEET_PICTURES; i++) {
            styles.add(pool.picture(i * paintings.size() / SHEET_PICTURES));
        }
        return styles;
    }
}
