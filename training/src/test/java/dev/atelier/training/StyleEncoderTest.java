package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.scoring.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // guards work by being open
class StyleEncoderTest {
    private static final NetworkShape TINY = new NetworkShape(8, 8, 1, 2, 16);
    private final VggFeatures vgg = VggFeatures.random(new SplittableRandom(7), false);

    @TempDir
    Path folder;

    @Test
    void itLearnsWhatFeaturesPicturesHaveAndStaysAsItIsWhileTheNetworkIsTrained() throws IOException {
        TrainingOptions options = new TrainingOptions(2, 2, 32, 5e-3, 3, 20, 5, 60, 0, 1, 2, 60);
        Map<String, Tensor> weights = new StyleNetworkTraining(
                        options,
                        TINY,
                        new GeneratedPictures(4, 48, 1),
                        new GeneratedPictures(3, 48, 9),
                        vgg,
                        Optional.empty(),
                        Optional.empty(),
                        folder)
                .train(progress -> {});

        List<LossRow> rows = Files.readAllLines(folder.resolve("encoder/losses.csv")).stream()
                .skip(1)
                .map(LossRow::parse)
                .toList();
        assertThat(rows).hasSize(60);
        assertThat(mean(rows.subList(50, 60))).isLessThan(0.6 * mean(rows.subList(0, 10)));
        Map<String, Tensor> encoder = StyleNetworkExport.weights(folder.resolve("encoder"));
        assertThat(encoder.keySet()).isNotEmpty();
        encoder.forEach((name, tensor) ->
                assertThat(weights.get(name).values()).as(name).isEqualTo(tensor.values()));
    }

    private static double mean(List<LossRow> rows) {
        return rows.stream().mapToDouble(LossRow::loss).average().orElseThrow();
    }

    @Test
    void momentsOfTwoPicturesSideBySideAreTheMeansOfBoth() {
        try (NoGradGuard guard = new NoGradGuard()) {
            var pictures = new GeneratedPictures(2, 64, 1);
            var two = Ops.join(List.of(Pictures.tensor(pictures.get(0)), Pictures.tensor(pictures.get(1))), 0);
            StyleNetwork network =
                    StyleNetwork.create(TINY, new SplittableRandom(1), StyleStatistics.of(two, vgg.levels(two)));
            // of one colour each: nothing depends on where they meet but a few columns
            var dark = org.bytedeco.pytorch.global.torch.full(new long[] {1, 3, 64, 512}, Ops.scalar(0.2));
            var light = org.bytedeco.pytorch.global.torch.full(new long[] {1, 3, 64, 512}, Ops.scalar(0.7));
            float[] both = Ops.values(network.moments(Ops.join(List.of(dark, light), 3)));
            float[] ofDark = Ops.values(network.moments(dark));
            float[] ofLight = Ops.values(network.moments(light));
            for (int i = 0; i < both.length; i++) {
                double mean = (ofDark[i] + ofLight[i]) / 2;
                assertThat((double) both[i]).isCloseTo(mean, within(0.05 * Math.abs(mean) + 0.02));
            }
        }
    }
}
