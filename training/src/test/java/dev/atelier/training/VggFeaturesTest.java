package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // scopes and guards work by being open
class VggFeaturesTest {
    @TempDir
    Path folder;

    @Test
    void levels_have_half_the_size_and_twice_the_channels_each() {
        try (NoGradGuard guard = new NoGradGuard()) {
            List<Tensor> levels = VggFeatures.random(new SplittableRandom(1), false)
                    .levels(Pictures.tensor(new GeneratedPictures(1, 32, 1).get(0)));
            assertThat(levels.get(0).shape()).containsExactly(1, 64, 32, 32);
            assertThat(levels.get(1).shape()).containsExactly(1, 128, 16, 16);
            assertThat(levels.get(2).shape()).containsExactly(1, 256, 8, 8);
        }
    }

    @Test
    void bfloat16_gives_nearly_the_same_features() {
        try (NoGradGuard guard = new NoGradGuard()) {
            Tensor picture = Pictures.tensor(new GeneratedPictures(1, 32, 1).get(0));
            float[] exact = last(picture, false);
            float[] rounded = last(picture, true);
            double error = 0;
            double power = 0;
            for (int i = 0; i < exact.length; i++) {
                error += Math.pow(exact[i] - rounded[i], 2);
                power += Math.pow(exact[i], 2);
            }
            assertThat(error / power).isBetween(1e-12, 1e-3);
        }
    }

    private static float[] last(Tensor picture, boolean bfloat16) {
        return Ops.values(VggFeatures.random(new SplittableRandom(1), bfloat16)
                .levels(picture)
                .get(2));
    }

    @Test
    void files_that_are_missing_or_cut_are_named() throws IOException {
        assertThatThrownBy(() -> VggFeatures.read(folder, false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("conv1_1.f32");
        Files.write(folder.resolve("conv1_1.f32"), new byte[100]);
        assertThatThrownBy(() -> VggFeatures.read(folder, false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected 7168 bytes of float32, found 100");
    }
}
