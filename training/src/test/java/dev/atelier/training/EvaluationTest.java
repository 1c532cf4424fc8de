package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir
    Path folder;

    private final Evaluation evaluation = new Evaluation(VggFeatures.random(new SplittableRandom(1), false), 48);
    private Path content;
    private Path style;

    @BeforeEach
    void writePictures() throws IOException {
        content = folder.resolve("content.png");
        style = folder.resolve("style.png");
        ImageIO.write(new GeneratedPictures(1, 60, 1).get(0), "png", content.toFile());
        ImageIO.write(new GeneratedPictures(1, 60, 2).get(0), "png", style.toFile());
    }

    private record Same() implements StylePainter {
        @Override
        public void style(Tensor picture) {}

        @Override
        public Tensor paint(Tensor frame) {
            return frame;
        }

        @Override
        public void close() {}
    }

    @Test
    void a_model_that_leaves_frames_alone_keeps_all_content_and_has_no_style() {
        Evaluation.Figures figures = evaluation.figures(new Same(), List.of(content), List.of(style));
        assertThat(figures.content()).isCloseTo(0, within(1e-9));
        assertThat(figures.style()).isGreaterThan(1e-3);
        assertThat(figures.gram()).isGreaterThan(1e-3);
        assertThat(figures.colour()).isGreaterThan(1e-3);
    }

    @Test
    void a_frame_that_is_the_style_picture_has_all_of_its_style() {
        Evaluation.Figures figures = evaluation.figures(new Same(), List.of(style), List.of(style));
        assertThat(figures.style()).isCloseTo(0, within(1e-9));
        assertThat(figures.gram()).isCloseTo(0, within(1e-9));
        assertThat(figures.colour()).isCloseTo(0, within(1e-9));
    }
}
