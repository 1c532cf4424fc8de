package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.testkit.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageScoringTest {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench() {
        bench = new Workbench(folder);
    }

    private static void assertInverted(Picture item, Picture inverted) {
        assertThat(inverted.format()).isEqualTo(item.format());
        assertThat(inverted.width()).isEqualTo(item.width());
        for (Channel channel : List.of(Channel.RED, Channel.GREEN, Channel.BLUE)) {
            for (int y = 0; y < item.height(); y++) {
                for (int x = 0; x < item.width(); x++) {
                    int expected = item.format().maximum() - item.sample(channel, x, y);
                    assertThat(inverted.sample(channel, x, y)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aBareGraphInUnitRangeInvertsEverySampleOfEveryFormat() throws IOException {
        Path graph = TinyGraphs.inverting(1, -1, -1, -1).write(folder.resolve("invert.onnx"));
        for (PictureFormat format : PictureFormat.values()) {
            Picture item = Pictures.noise(19, 11, format, 1);
            assertInverted(item, bench.paint(graph.toString(), item));
        }
    }

    @Test
    void aBareGraphInByteRangeIsRecognisedByWhatItMakesOfATestPicture() throws IOException {
        String graph = TinyGraphs.inverting(255, -1, -1, -1)
                .write(folder.resolve("invert.onnx"))
                .toString();
        Picture item = Pictures.noise(19, 11, PictureFormat.RGB8, 2);
        assertInverted(item, bench.paint(graph, item));
        assertThat(bench.runtime().inspect(graph).description())
                .containsEntry("input.range", "255 (inferred)")
                .containsEntry("output.range", "[0, 255] (inferred)");
    }

    @Test
    void theAlphaOfAnItemIsKeptAsItIs() throws IOException {
        String graph = TinyGraphs.inverting(1, -1, -1, -1)
                .write(folder.resolve("i.onnx"))
                .toString();
        for (PictureFormat format : List.of(PictureFormat.RGBA8, PictureFormat.RGBA16)) {
            Picture item = Pictures.noise(9, 5, format, 3);
            Picture painted = bench.paint(graph, item);
            for (int x = 0; x < 9; x++) {
                assertThat(painted.sample(Channel.ALPHA, x, 4)).isEqualTo(item.sample(Channel.ALPHA, x, 4));
            }
        }
    }

    @Test
    void halfPrecisionGraphsAreScored() throws IOException {
        String graph =
                TinyGraphs.invertingHalf().write(folder.resolve("half.onnx")).toString();
        Picture item = Pictures.noise(16, 8, PictureFormat.RGB8, 4);
        assertInverted(item, bench.paint(graph, item));
    }

    @Test
    void byteGraphsWithChannelsLastAreScored() throws IOException {
        String graph =
                TinyGraphs.invertingBytes().write(folder.resolve("bytes.onnx")).toString();
        Picture item = Pictures.noise(16, 8, PictureFormat.RGB8, 5);
        assertInverted(item, bench.paint(graph, item));
    }

    @Test
    void meanAndDeviationAndColourOrderAreApplied() throws IOException {
        String model = bench.model("""
                input: {colour: bgr, range: 255, mean: [10, 20, 30], std: [1, 2, 4]}
                output: {kind: tensors}
                """, TinyGraphs.inverting(0, -1, -1, -1));
        Score.Tensors score = (Score.Tensors) bench.score(model, Pictures.plain(8, 8, 130, 120, 110));
        Tensor tensor = score.outputs().get("inverted");
        assertThat(tensor.shape()).containsExactly(3, 8, 8);
        assertThat(tensor.values()[0]).isEqualTo(-(110 - 10) / 1f);
        assertThat(tensor.values()[64]).isEqualTo(-(120 - 20) / 2f);
        assertThat(tensor.values()[128]).isEqualTo(-(130 - 30) / 4f);
    }

    @Test
    void valuesBeyondTheRangeAreClampedAndHalvesRoundedUp() throws IOException {
        String model = bench.model(
                "{input: {range: 255}, output: {range: 255}, constants: {gain: 1.5}}", TinyGraphs.scaling());
        Picture painted = bench.paint(model, Pictures.plain(8, 8, 1, 3, 250));
        assertThat(painted.sample(Channel.RED, 0, 0)).isEqualTo(2);
        assertThat(painted.sample(Channel.GREEN, 0, 0)).isEqualTo(5);
        assertThat(painted.sample(Channel.BLUE, 0, 0)).isEqualTo(255);
    }

    @Test
    void strengthMixesThePaintedPictureWithTheItem() throws IOException {
        String model = bench.model("{input: {range: 1}, output: {range: 1}}", TinyGraphs.inverting(1, -1, -1, -1));
        Picture item = Pictures.plain(8, 8, 0, 100, 200);
        try (Scorer scorer = bench.open(model, Map.of(), 0.25)) {
            Picture mixed = ((Score.Image) scorer.score(List.of(item)).get(0)).picture();
            assertThat(mixed.sample(Channel.RED, 3, 3)).isEqualTo(64);
            assertThat(mixed.sample(Channel.GREEN, 3, 3)).isEqualTo(114);
            assertThat(mixed.sample(Channel.BLUE, 3, 3)).isEqualTo(164);
        }
        try (Scorer scorer = bench.open(model, Map.of(), 0)) {
            Picture unpainted = ((Score.Image) scorer.score(List.of(item)).get(0)).picture();
            assertThat(unpainted.samples()).isEqualTo(item.samples());
        }
    }

    @Test
    void tilesOfAFixedSizeGiveTheWholePictureWithoutSeams() throws IOException {
        String model = bench.model(
                "{input: {range: 1, resize: tile, shorter-side: 0}, output: {range: 1}}",
                TinyGraphs.inverting(1, 1, 16, 16));
        for (int[] size : new int[][] {{16, 16}, {50, 39}, {17, 100}, {5, 60}, {3, 3}, {40, 16}}) {
            Picture item = Pictures.noise(size[0], size[1], PictureFormat.RGB8, 6);
            assertInverted(item, bench.paint(model, item));
        }
    }

    @Test
    void aFixedSizeCanBeReachedByStretching() throws IOException {
        String model = bench.model(
                "{input: {range: 1, resize: stretch}, output: {range: 1}}", TinyGraphs.inverting(1, 1, 16, 16));
        Picture item = Pictures.plain(37, 21, 10, 20, 30);
        assertInverted(item, bench.paint(model, item));
    }

    @Test
    void aLetterboxedItemComesBackWithoutItsBars() throws IOException {
        String model = bench.model(
                "{input: {range: 1, resize: letterbox, fill: 0.5}, output: {range: 1}}",
                TinyGraphs.inverting(1, 1, 16, 16));
        Picture item = Pictures.plain(32, 8, 10, 20, 30);
        assertInverted(item, bench.paint(model, item));
    }

    @Test
    void brightnessIsEnlargedAndColourFollows() throws IOException {
        String graph =
                TinyGraphs.enlarging(16).write(folder.resolve("three.onnx")).toString();
        Picture large = bench.paint(graph, Pictures.plain(40, 23, 200, 100, 50));
        assertThat(large.width()).isEqualTo(120);
        assertThat(large.height()).isEqualTo(69);
        assertThat(large.sample(Channel.RED, 119, 68)).isBetween(199, 201);
        assertThat(large.sample(Channel.GREEN, 60, 30)).isBetween(99, 101);
        assertThat(large.sample(Channel.BLUE, 0, 0)).isBetween(49, 51);
    }
}
