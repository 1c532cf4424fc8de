package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.scoring.ModelInfo;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.model.BundledFiles;
import dev.atelier.testkit.Pictures;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StyleTest {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench() {
        bench = new Workbench(folder);
    }

    private String tinting() throws IOException {
        return tinting("");
    }

    /** @param more lines of its style section */
    private String tinting(String more) throws IOException {
        TinyGraphs.meanColour(8).write(folder.resolve("style.onnx"));
        return bench.model("""
                graph: graph.onnx
                input: {range: 1}
                output: {kind: image}
                style:
                  graph: style.onnx
                  input: {range: 1}
                """ + more, TinyGraphs.tinting());
    }

    /** What is painted of a grey item has the tint darkened; a quarter of what it lacks is added. */
    @Test
    void aFittedStyleHasAShareMoreOfWhatPaintedItemsLack() throws IOException {
        String model = tinting("  feedback: 0.25\n");
        Map<String, Tensor> style = bench.runtime().prepareStyle(model, Pictures.plain(50, 20, 255, 0, 51));
        List<Picture> items = List.of(Pictures.plain(11, 7, 102, 102, 102), Pictures.plain(11, 7, 204, 204, 204));
        Map<String, Tensor> fitted = bench.runtime().fitStyle(model, new ScorerOptions(style, 1, "cpu"), items);
        assertThat(fitted).containsOnlyKeys("tint");
        float[] expected = {1 + 0.25f * (1 - 0.6f), 0, 0.2f + 0.25f * (0.2f - 0.12f)};
        assertThat(fitted.get("tint").values()).containsExactly(expected, offset(0.002f));
    }

    @Test
    void aModelThatAsksForNoFeedbackKeepsItsStyle() throws IOException {
        String model = tinting();
        Map<String, Tensor> style = bench.runtime().prepareStyle(model, Pictures.plain(50, 20, 255, 0, 51));
        var options = new ScorerOptions(style, 1, "cpu");
        assertThat(bench.runtime().fitStyle(model, options, List.of(Pictures.plain(11, 7, 102, 102, 102))))
                .isEqualTo(style);
    }

    @Test
    void aGraphOfAnySizeSeesAPictureInItsProportions() throws IOException {
        TinyGraphs.meanColour(-1).write(folder.resolve("style.onnx"));
        String model = bench.model("""
                graph: graph.onnx
                input: {range: 1}
                output: {kind: image}
                style: {graph: style.onnx, input: {range: 1}}
                """, TinyGraphs.tinting());
        assertThat(bench.runtime().inspect(model).description())
                .containsEntry("style.input.resize", "scale (inferred)")
                .containsEntry("style.input.shorter-side", "512 (inferred)");
        assertThat(bench.runtime()
                        .prepareStyle(model, Pictures.plain(50, 20, 255, 0, 51))
                        .get("tint")
                        .values())
                .containsExactly(new float[] {1, 0, 0.2f}, offset(1e-3f));
    }

    /** A job's style is prepared once, but a job that is given again, elsewhere, must be the same job. */
    @ParameterizedTest
    @ValueSource(ints = {512, 816})
    void aStyleIsTheSameWhetherOneTwoOrFourThreadsLookAtThePicture(int width) throws Exception {
        bench.runtime().version();
        Map<Integer, List<float[]>> styles = new TreeMap<>();
        for (int threads : new int[] {1, 2, 4}) {
            var loader = new GraphLoader(OrtEnvironment.getEnvironment());
            Graph graph = loader.load(new BundledFiles().graph("style.onnx"), Device.of("cpu"), threads);
            try (OnnxTensor picture =
                            OnnxTensor.createTensor(graph.environment(), noise(width), new long[] {1, 3, 512, width});
                    OrtSession.Result result = graph.run(Map.of("picture", picture), Map.of())) {
                List<float[]> parts = new ArrayList<>();
                for (String name : graph.outputs().keySet()) {
                    OnnxTensor part = (OnnxTensor) result.get(name).orElseThrow();
                    float[] values = new float[part.getFloatBuffer().remaining()];
                    part.getFloatBuffer().get(values);
                    parts.add(values);
                }
                styles.put(threads, parts);
            } finally {
                graph.close();
            }
        }
        assertThat(styles.get(1)).hasSize(12);
        for (int i = 0; i < styles.get(1).size(); i++) {
            assertThat(styles.get(2).get(i)).isEqualTo(styles.get(1).get(i));
            assertThat(styles.get(4).get(i)).isEqualTo(styles.get(1).get(i));
        }
    }

    private static FloatBuffer noise(int width) {
        var random = new SplittableRandom(4);
        FloatBuffer values = FloatBuffer.allocate(3 * 512 * width);
        while (values.hasRemaining()) {
            values.put((float) random.nextDouble());
        }
        return values.rewind();
    }

    @Test
    void aPreparedStylePaintsEveryItem() throws IOException {
        String model = tinting();
        Map<String, Tensor> style = bench.runtime().prepareStyle(model, Pictures.plain(50, 20, 255, 0, 51));
        assertThat(style).containsOnlyKeys("tint");
        assertThat(style.get("tint").shape()).containsExactly(1, 3, 1, 1);
        try (Scorer scorer = bench.open(model, style, 1)) {
            Picture item = Pictures.plain(11, 7, 100, 100, 100);
            Picture painted = ((Score.Image) scorer.score(List.of(item)).get(0)).picture();
            assertThat(painted.sample(Channel.RED, 5, 5)).isEqualTo(100);
            assertThat(painted.sample(Channel.GREEN, 5, 5)).isZero();
            assertThat(painted.sample(Channel.BLUE, 5, 5)).isEqualTo(20);
        }
    }

    @Test
    void openingWithoutAStyleSaysWhatIsMissing() throws IOException {
        String model = tinting();
        assertThatThrownBy(() -> bench.open(model))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("tint")
                .hasMessageContaining("prepare a style");
    }

    @Test
    void aModelWithoutAStyleGraphTakesNoStyle() throws IOException {
        String graph = TinyGraphs.inverting(1, -1, -1, -1)
                .write(folder.resolve("i.onnx"))
                .toString();
        Picture style = Pictures.plain(8, 8, 1, 2, 3);
        assertThatThrownBy(() -> bench.runtime().prepareStyle(graph, style))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("takes no style");
        assertThatThrownBy(() -> bench.runtime().prepareStyle(OnnxRuntime.IDENTITY, style))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void theBundledModelPaintsAnyPictureInAnyOther() {
        ModelInfo info = bench.runtime().inspect("atelier");
        assertThat(info.takesStyle()).isTrue();
        assertThat(info.notices()).isEmpty();
        Picture item = Pictures.gradient(61, 43, PictureFormat.RGB8);
        Map<String, Tensor> warm = bench.runtime().prepareStyle("atelier", Pictures.plain(300, 200, 250, 120, 10));
        Map<String, Tensor> cold = bench.runtime().prepareStyle("atelier", Pictures.plain(300, 200, 10, 60, 250));
        try (Scorer warmly = bench.open("atelier", warm, 1);
                Scorer coldly = bench.open("atelier", cold, 1)) {
            Picture sunset = ((Score.Image) warmly.score(List.of(item)).get(0)).picture();
            Picture night = ((Score.Image) coldly.score(List.of(item)).get(0)).picture();
            assertThat(sunset.width()).isEqualTo(61);
            assertThat(sunset.height()).isEqualTo(43);
            assertThat(mean(sunset, Channel.RED)).isGreaterThan(mean(sunset, Channel.BLUE));
            assertThat(mean(night, Channel.BLUE)).isGreaterThan(mean(night, Channel.RED));
        }
    }

    @Test
    void sixteenBitsInGiveSixteenBitsOut() {
        Picture style = Pictures.gradient(64, 64, PictureFormat.RGB8);
        try (Scorer scorer = bench.open("atelier", bench.runtime().prepareStyle("atelier", style), 1)) {
            Picture deep = Pictures.gradient(40, 32, PictureFormat.RGB16);
            Picture painted = ((Score.Image) scorer.score(List.of(deep)).get(0)).picture();
            assertThat(painted.format()).isEqualTo(PictureFormat.RGB16);
            long fine = java.util.stream.IntStream.range(0, 40 * 32)
                    .filter(i -> painted.sample(Channel.GREEN, i % 40, i / 40) % 257 != 0)
                    .count();
            assertThat(fine).as("samples that 8 bits cannot hold").isGreaterThan(1000);
        }
    }

    private static double mean(Picture picture, Channel channel) {
        double sum = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                sum += picture.sample(channel, x, y);
            }
        }
        return sum / picture.width() / picture.height();
    }
}
