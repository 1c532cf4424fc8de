package dev.atelier.training;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.StopSignal;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * The loop of training, in a folder that holds {@code checkpoint.safetensors}, {@code losses.csv}, {@code losses.png}
 * and {@code samples/<step>.png}.
 */
final class TrainingRun {
    private static final int SMOOTHED = 50;

    private final TrainingOptions options;
    private final Adam adam;
    private final Path folder;

    TrainingRun(TrainingOptions options, Adam adam, Path folder) {
        this.options = options;
        this.adam = adam;
        this.folder = folder;
    }

    /**
     * Trains until the last step, or until it is asked to stop; then there is a checkpoint of the last step taken.
     *
     * @param step takes a step and gives its losses
     * @param sheet makes a sheet of samples, if there is something to show
     * @param progress told of every step
     * @return whether the last step was taken
     */
    boolean train(
            Supplier<LossRow> step,
            Optional<Supplier<BufferedImage>> sheet,
            StopSignal stop,
            Consumer<TrainingProgress> progress) {
        Path samples = folder.resolve("samples");
        try {
            Files.createDirectories(sheet.isPresent() ? samples : folder);
        } catch (IOException e) {
            throw new InfrastructureException(folder + ": cannot be made; choose another folder for the run", e);
        }
        Checkpoint checkpoint = new Checkpoint(folder);
        LossLog log = new LossLog(folder, adam.step());
        long start = System.nanoTime();
        int began = adam.step();
        while (adam.step() < options.steps() && !stop.isRequested()) {
            log.add(step.get());
            double seconds = (System.nanoTime() - start) / 1e9 / (adam.step() - began);
            progress.accept(new TrainingProgress(adam.step(), options.steps(), line(log.recent(SMOOTHED), seconds)));
            if (adam.step() % options.saveEvery() == 0 || adam.step() == options.steps()) {
                checkpoint.write(adam.state());
                log.write();
                sheet.ifPresent(made -> write(made.get(), samples.resolve(adam.step() + ".png")));
            }
        }
        if (adam.step() < options.steps() && adam.step() > began) {
            checkpoint.write(adam.state());
            log.write();
        }
        return adam.step() == options.steps();
    }

    private static String line(LossRow row, double seconds) {
        return String.format(
                Locale.ROOT,
                "step %d  loss %.3f  content %.3f  style %.4f  gram %.4f  steady %.4f  %.2f s a step",
                row.step() + 1,
                row.loss(),
                row.content(),
                row.style(),
                row.gram(),
                row.steady(),
                seconds);
    }

    private static void write(BufferedImage image, Path file) {
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new InfrastructureException(file + ": cannot be written; free space or choose another folder", e);
        }
    }
}
