package dev.atelier.training;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.scoring.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/**
 * Trains a network that paints in the style of any picture, from a folder of photographs and one of paintings. The
 * folder of a run holds {@code checkpoint.safetensors}, {@code losses.csv}, {@code losses.png} and
 * {@code samples/<step>.png}; a run in a folder with a checkpoint goes on from it and ends with the same weights as one
 * never stopped.
 */
public final class StyleNetworkTraining {
    private static final int SHEET_SIDE = 256;
    private static final int SHEET_PICTURES = 5;

    private final TrainingOptions options;
    private final NetworkShape shape;
    private final PictureSet photographs;
    private final PictureSet paintings;
    private final VggFeatures vgg;
    private final Path run;

    /**
     * @param photographs folder of JPEG or PNG pictures
     * @param paintings folder of JPEG or PNG pictures
     * @param run folder of the run, made if absent
     * @throws dev.atelier.core.failure.InvalidRequestException if a folder holds no pictures
     */
    public StyleNetworkTraining(
            TrainingOptions options,
            NetworkShape shape,
            Path photographs,
            Path paintings,
            VggFeatures vgg,
            Path run) {
        this(options, shape, new PictureFolder(photographs), new PictureFolder(paintings), vgg, run);
    }

    StyleNetworkTraining(
            TrainingOptions options,
            NetworkShape shape,
            PictureSet photographs,
            PictureSet paintings,
            VggFeatures vgg,
            Path run) {
        this.options = options;
        this.shape = shape;
        this.photographs = photographs;
        this.paintings = paintings;
        this.vgg = vgg;
        this.run = run;
    }

    /**
     * How far a run is.
     *
     * @param line a line of text for people
     */
    public record Progress(int step, int steps, String line) {}

    /**
     * Trains until the last step.
     *
     * @param progress told of every step
     * @return the averaged weights, by name, as the export takes them
     */
    public Map<String, Tensor> train(Consumer<Progress> progress) {
        createFolders();
        int side = Math.min(512, paintings.get(0).getWidth());
        StylePool styles = new StylePool(paintings, vgg, options.seed(), side);
        Checkpoint checkpoint = new Checkpoint(run);
        Optional<Map<String, Tensor>> state = checkpoint.read();
        StyleNetwork network = StyleNetwork.create(shape, new SplittableRandom(options.seed()), sample(styles));
        Adam adam = state.map(s -> Adam.restore(network.weights(), s)).orElseGet(() -> new Adam(network.weights()));
        TrainingStep step = new TrainingStep(options, network, adam, vgg, new ContentCrops(photographs), styles);
        LossLog log = new LossLog(run, adam.step());
        long start = System.nanoTime();
        int began = adam.step();
        while (adam.step() < options.steps()) {
            log.add(step.run());
            LossRow recent = log.recent(50);
            double seconds = (System.nanoTime() - start) / 1e9 / (adam.step() - began);
            progress.accept(new Progress(adam.step(), options.steps(), line(recent, seconds)));
            if (adam.step() % options.saveEvery() == 0 || adam.step() == options.steps()) {
                checkpoint.write(adam.state());
                log.write();
                sheet(adam, styles);
            }
        }
        return adam.average();
    }

    /** The statistics of the first paintings, which a new network's inputs are brought to a common range by. */
    private StyleStatistics sample(StylePool styles) {
        List<StyleStatistics> all = new ArrayList<>();
        for (int i = 0; i < Math.min(16, paintings.size()); i++) {
            all.add(styles.get(i));
        }
        return StyleStatistics.batch(all);
    }

    private static String line(LossRow row, double seconds) {
        return String.format(
                java.util.Locale.ROOT,
                "step %d  loss %.3f  content %.3f  style %.4f  gram %.4f  steady %.4f  %.2f s a step",
                row.step() + 1,
                row.loss(),
                row.content(),
                row.style(),
                row.gram(),
                row.steady(),
                seconds);
    }

    private void sheet(Adam adam, StylePool styles) {
        StyleNetwork average = StyleNetwork.of(shape, adam.average());
        List<org.bytedeco.pytorch.Tensor> contents = new ArrayList<>();
        List<org.bytedeco.pytorch.Tensor> pictures = new ArrayList<>();
        for (int i = 0; i < SHEET_PICTURES; i++) {
            BufferedImage photograph = photographs.get(i * photographs.size() / SHEET_PICTURES);
            contents.add(Ops.resize(Pictures.tensor(photograph), SHEET_SIDE, SHEET_SIDE));
            pictures.add(styles.picture(i * paintings.size() / SHEET_PICTURES));
        }
        Path file = run.resolve("samples").resolve(adam.step() + ".png");
        try {
            ImageIO.write(SampleSheet.paint(average, vgg, contents, pictures), "png", file.toFile());
        } catch (IOException e) {
            throw new InfrastructureException(file + ": cannot be written; free space or choose another folder", e);
        }
    }

    private void createFolders() {
        try {
            Files.createDirectories(run.resolve("samples"));
        } catch (IOException e) {
            throw new InfrastructureException(run + ": cannot be made; choose another folder for the run", e);
        }
    }
}
