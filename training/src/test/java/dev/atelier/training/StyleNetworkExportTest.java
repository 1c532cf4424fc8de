package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import dev.atelier.core.failure.InvalidRequestException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // scopes and guards work by being open
class StyleNetworkExportTest {
    private final VggFeatures vgg = VggFeatures.random(new SplittableRandom(7), false);

    @TempDir
    Path folder;

    private static Tensor picture(int index, int side) {
        return Pictures.tensor(new GeneratedPictures(9, side, 5).get(index));
    }

    private StyleStatistics statistics(Tensor picture) {
        return StyleStatistics.of(picture, vgg.levels(picture));
    }

    @Test
    void the_exported_graphs_paint_what_the_trained_network_paints() {
        NetworkShape shape = new NetworkShape(16, 24, 2, 3, 32);
        try (NoGradGuard guard = new NoGradGuard()) {
            Tensor first = picture(0, StyleNetworkExport.STYLE_SIDE);
            Tensor second = picture(1, StyleNetworkExport.STYLE_SIDE);
            StyleStatistics sample = StyleStatistics.batch(java.util.List.of(statistics(first), statistics(second)));
            StyleNetwork network = StyleNetwork.create(shape, new SplittableRandom(3), sample);
            // a new network hardly listens to the style: as loud as a trained one
            network.weights().get("code.last.weight").mul_(Ops.scalar(10));
            // and a new encoder does not imitate yet: all it sees would be taken for the farthest
            network.weights().get("code.spread").fill_(Ops.scalar(1));
            network.weights().get("mean.paint").mul_(Ops.scalar(10));
            network.weights().get("experts.paint").mul_(Ops.scalar(10));
            new StyleNetworkExport(shape).write("tiny", network.weights().values(), folder);

            // another size than the graph was made with, and not square
            Tensor frame = Ops.resize(picture(2, 96), 72, 104);
            Style style = network.style(network.moments(first));
            float[] expected = Ops.values(
                    network.paint(frame, style).clamp_min(Ops.scalar(0)).clamp_max(Ops.scalar(1)));
            try (OnnxStylePainter painter =
                    new OnnxStylePainter(folder.resolve("style.onnx"), folder.resolve("transfer.onnx"), 1)) {
                Map<String, OnnxTensor> told = painter.prepare(first);
                assertThat(told.keySet()).isEqualTo(style.parts().keySet());
                told.forEach((name, part) ->
                        assertThat(distance(part, style.get(name))).as(name).isLessThan(0.06));
                painter.style(first);
                Tensor painted = painter.paint(frame);
                assertThat(painted.shape()).containsExactly(1, 3, 72, 104);
                float[] actual = Ops.values(painted);
                double largest = 0;
                for (int i = 0; i < actual.length; i++) {
                    largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
                }
                // the style graph's weights have half precision
                assertThat(largest).isLessThan(0.06);
                painter.style(second);
                assertThat(Ops.values(painter.paint(frame))).isNotEqualTo(actual);
            }
        }
    }

    /** So that whoever has a package can train on. */
    @Test
    void a_package_holds_the_weights_that_it_was_made_of() throws Exception {
        NetworkShape shape = new NetworkShape(16, 24, 2, 3, 32);
        StyleNetwork network = StyleNetwork.create(
                shape,
                new SplittableRandom(3),
                StyleStatistics.batch(java.util.List.of(statistics(picture(0, 64)), statistics(picture(1, 64)))));
        Map<String, dev.atelier.core.scoring.Tensor> weights = network.weights().values();
        new StyleNetworkExport(shape).write("tiny", weights, folder);
        Map<String, dev.atelier.core.scoring.Tensor> read = PackageWeights.of(java.util.List.of(
                java.nio.file.Files.readAllBytes(folder.resolve("style.onnx")),
                java.nio.file.Files.readAllBytes(folder.resolve("transfer.onnx"))));
        assertThat(NetworkShape.of(read)).isEqualTo(shape);
        assertThat(read.keySet()).isEqualTo(weights.keySet());
        weights.forEach((name, weight) -> {
            assertThat(read.get(name).shape()).as(name).isEqualTo(weight.shape());
            // the grid is taken out of these
            if (!name.endsWith(".paint")) {
                float[] actual = read.get(name).values();
                float greatest = 0;
                float difference = 0;
                for (int i = 0; i < actual.length; i++) {
                    greatest = Math.max(greatest, Math.abs(weight.values()[i]));
                    difference = Math.max(difference, Math.abs(weight.values()[i] - actual[i]));
                }
                assertThat(difference).as(name).isLessThanOrEqualTo(0.0005f * greatest);
            }
        });
        StyleNetworkExport.of(read);
    }

    @Test
    void what_is_no_such_package_has_no_weights() {
        assertThatThrownBy(() -> PackageWeights.of(java.util.List.of(new byte[] {1, 2, 3})))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("ONNX");
        assertThatThrownBy(() -> PackageWeights.of(java.util.List.of(new OnnxGraph("empty").bytes())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("stem.weight");
        OnnxGraph damaged = new OnnxGraph("damaged");
        damaged.constant("stem.weight", new float[3], 2, 2);
        assertThatThrownBy(() -> PackageWeights.of(java.util.List.of(damaged.bytes())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("stem.weight");
    }

    /** The greatest difference, relative to the greatest value. */
    private static double distance(OnnxTensor actual, Tensor expected) {
        FloatBuffer buffer = actual.getFloatBuffer();
        double difference = 0;
        double greatest = 0;
        for (float value : Ops.values(expected)) {
            difference = Math.max(difference, Math.abs(value - buffer.get()));
            greatest = Math.max(greatest, Math.abs(value));
        }
        return difference / greatest;
    }

    @Test
    void constant_features_paint_a_constant_colour() {
        try (NoGradGuard guard = new NoGradGuard()) {
            Weights weights = new Weights();
            weights.normal(new SplittableRandom(1), 1, "kernel", 2, 48, 4, 3, 3);
            float[] taps = Ops.values(PaintNetwork.even(weights.get("kernel")));
            for (int colour = 0; colour < 2 * 3; colour++) {
                float[] sums = new float[16 * 4];
                for (int i = 0; i < 16 * 4 * 9; i++) {
                    sums[i / 9] += taps[colour * 16 * 4 * 9 + i];
                }
                for (int i = 4; i < sums.length; i++) {
                    assertThat(sums[i]).isCloseTo(sums[i % 4], org.assertj.core.data.Offset.offset(1e-4f));
                }
            }
        }
    }

    @Test
    void features_that_rise_evenly_paint_a_colour_that_rises_evenly() {
        try (NoGradGuard guard = new NoGradGuard()) {
            Weights weights = new Weights();
            weights.normal(new SplittableRandom(1), 1, "kernel", 1, 48, 1, 3, 3);
            Tensor kernel = PaintNetwork.even(weights.get("kernel")).reshape(48, 1, 3, 3);
            float[] ramp = new float[8 * 8];
            for (int row = 0; row < 8; row++) {
                for (int column = 0; column < 8; column++) {
                    ramp[8 * row + column] = 0.3f * column - 0.7f * row;
                }
            }
            Tensor painted = org.bytedeco.pytorch.global.torch.pixel_shuffle(
                    Ops.convolveInside(Ops.tensor(ramp, 1, 1, 8, 8), kernel, null, 1, 1), PaintNetwork.STRIDE);
            for (long dimension = 2; dimension <= 3; dimension++) {
                long last = painted.size(dimension) - 1;
                Tensor steps = painted.narrow(dimension, 1, last).sub(painted.narrow(dimension, 0, last));
                for (int colour = 0; colour < 3; colour++) {
                    float[] each = Ops.values(steps.narrow(1, colour, 1));
                    for (float step : each) {
                        assertThat(step).isCloseTo(each[0], org.assertj.core.data.Offset.offset(1e-4f));
                    }
                }
            }
        }
    }

    @Test
    void a_folder_without_a_checkpoint_is_refused() {
        assertThatThrownBy(() -> StyleNetworkExport.weights(folder))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no checkpoint.safetensors");
    }
}
