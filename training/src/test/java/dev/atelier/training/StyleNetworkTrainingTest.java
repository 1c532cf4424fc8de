package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StyleNetworkTrainingTest {
    private static final NetworkShape TINY = new NetworkShape(8, 8, 1, 2, 16);
    private final VggFeatures vgg = VggFeatures.random(new SplittableRandom(7), false);

    @TempDir
    Path folder;

    private Map<String, Tensor> train(Path run, int steps, int last) {
        TrainingOptions options = new TrainingOptions(last, 2, 32, 5e-3, 3, 20, 5, 6, 0, 1, 2, last / 2);
        StyleNetworkTraining training = new StyleNetworkTraining(
                options,
                TINY,
                new GeneratedPictures(4, 48, 1),
                new GeneratedPictures(3, 48, 9),
                vgg,
                Optional.empty(),
                Optional.empty(),
                run);
        try {
            return training.train(progress -> {
                if (progress.step() == steps && steps < last) {
                    throw new Killed();
                }
            });
        } catch (Killed e) {
            return Map.of();
        }
    }

    /** What ends a run in the middle. */
    private static final class Killed extends RuntimeException {}

    @Test
    void the_loss_goes_down() throws IOException {
        train(folder, 36, 36);
        List<LossRow> rows = Files.readAllLines(folder.resolve("losses.csv")).stream()
                .skip(1)
                .map(LossRow::parse)
                .toList();
        assertThat(rows).hasSize(36);
        assertThat(total(rows.subList(30, 36))).isLessThan(0.9 * total(rows.subList(0, 6)));
    }

    /** Without steadiness, which counts only from the second step on. */
    private static double total(List<LossRow> rows) {
        return rows.stream()
                .mapToDouble(row -> row.content() + 20 * row.style() + 5 * row.gram())
                .sum();
    }

    @Test
    void a_killed_run_goes_on_from_its_checkpoint_to_the_very_same_weights() {
        Map<String, Tensor> whole = train(folder.resolve("whole"), 6, 6);
        train(folder.resolve("killed"), 4, 6);
        Map<String, Tensor> resumed = train(folder.resolve("killed"), 6, 6);
        assertThat(resumed.keySet()).isEqualTo(whole.keySet());
        whole.forEach((name, tensor) ->
                assertThat(resumed.get(name).values()).as(name).isEqualTo(tensor.values()));
    }

    @Test
    void a_run_leaves_a_curve_a_sheet_of_samples_and_a_checkpoint() {
        train(folder, 2, 2);
        assertThat(folder.resolve("losses.png")).isNotEmptyFile();
        assertThat(folder.resolve("samples/2.png")).isNotEmptyFile();
        assertThat(StyleNetworkExport.weights(folder)).containsKey("stem.weight");
    }

    @Test
    void a_checkpoint_of_another_shape_is_refused() {
        train(folder, 2, 2);
        NetworkShape wider = new NetworkShape(16, 8, 1, 2, 16);
        StyleNetworkTraining training = new StyleNetworkTraining(
                new TrainingOptions(6, 2, 32, 1e-3, 3, 20, 5, 0, 0, 1, 2, 3),
                wider,
                new GeneratedPictures(4, 48, 1),
                new GeneratedPictures(3, 48, 9),
                vgg,
                Optional.empty(),
                Optional.empty(),
                folder);
        assertThatThrownBy(() -> training.train(progress -> {}))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("stem.weight")
                .hasMessageContaining("shape that the run began with");
    }

    @Test
    void a_folder_without_pictures_is_refused() {
        assertThatThrownBy(() -> new StyleNetworkTraining(
                        TrainingOptions.DEFAULT, TINY, folder, folder, vgg, Optional.empty(), Optional.empty(), folder))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no .jpg or .png picture");
    }
}
