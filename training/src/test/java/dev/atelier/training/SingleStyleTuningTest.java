package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.scoring.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleStyleTuningTest {
    private static final NetworkShape TINY = new NetworkShape(8, 8, 1, 2, 16);
    private final VggFeatures vgg = VggFeatures.random(new SplittableRandom(7), false);

    @TempDir
    Path folder;

    @Test
    void tuning_comes_nearer_to_the_picture_and_exports_a_model_without_a_style_input() throws IOException {
        var picture = Pictures.tensor(new GeneratedPictures(1, 48, 11).get(0));
        StyleStatistics sample = StyleStatistics.batch(List.of(
                StyleStatistics.of(picture, vgg.levels(picture)),
                StyleStatistics.of(picture.flip(1), vgg.levels(picture.flip(1)))));
        Map<String, Tensor> start = StyleNetwork.create(TINY, new SplittableRandom(1), sample)
                .weights()
                .values();
        TrainingOptions options = new TrainingOptions(16, 2, 32, 1e-2, 3, 20, 5, 0, 0, 0, 100, 16);
        List<String> lines = new ArrayList<>();
        Map<String, Tensor> tuned = new SingleStyleTuning(
                        options, TINY, start, new GeneratedPictures(4, 48, 1), vgg, folder)
                .train(picture, progress -> lines.add(progress.line()));
        List<LossRow> rows = Files.readAllLines(folder.resolve("losses.csv")).stream()
                .skip(1)
                .map(LossRow::parse)
                .toList();
        assertThat(lines).hasSize(16);
        assertThat(rows.get(15).style()).isLessThan(0.8 * rows.get(0).style());
        new StyleNetworkExport(TINY).write("tuned", tuned, folder.resolve("package"));
        assertThat(folder.resolve("package/style.onnx")).doesNotExist();
        assertThat(folder.resolve("package/transfer.onnx")).isNotEmptyFile();
        assertThat(folder.resolve("package/model.yaml")).content().doesNotContain("style:");
    }
}
