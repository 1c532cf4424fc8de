package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.scoring.ModelRuntime.Look;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Specialisation;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.image.JdkImageIo;
import dev.atelier.scoring.model.BundledFiles;
import dev.atelier.testkit.Pictures;
import dev.atelier.testkit.SharedMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecialisationTest {
    private static final String SETTINGS = """
            graph: graph.onnx
            input: {name: frame, range: 1, resize: pad, multiple-of: 4}
            output: {kind: image, range: 1}
            """;

    @TempDir
    private Path folder;

    private OnnxRuntime runtime;

    @BeforeEach
    void makeRuntime() {
        runtime = new Workbench(folder).runtime();
    }

    private String model(byte[] onnx) throws IOException {
        Files.write(folder.resolve("graph.onnx"), onnx);
        Files.writeString(folder.resolve("model.yaml"), SETTINGS);
        return folder.toString();
    }

    /** The painter that takes a style. */
    private String painter() throws IOException {
        String model = model(PaintingGraph.bytes());
        Files.write(folder.resolve("style.onnx"), PaintingGraph.styleGraph());
        Files.writeString(folder.resolve("model.yaml"), SETTINGS + "style: {graph: style.onnx, input: {range: 1}}\n");
        return model;
    }

    private static ScorerOptions options(Map<String, Tensor> constants) {
        return new ScorerOptions(constants, 1, "cpu");
    }

    private Picture paint(String model, ScorerOptions options, Picture item) {
        try (Scorer scorer = runtime.open(model, options)) {
            return ((Score.Image) scorer.score(List.of(item)).get(0)).picture();
        }
    }

    private Map<String, Tensor> look(String model, ScorerOptions options, Look look, Picture item) {
        try (Scorer scorer = runtime.observe(model, options, look).orElseThrow()) {
            return ((Score.Tensors) scorer.score(List.of(item)).get(0)).outputs();
        }
    }

    private static ScorerOptions with(ScorerOptions options, Precision precision, List<Map<String, Tensor>> values) {
        Map<String, Tensor> all = new HashMap<>();
        values.forEach(all::putAll);
        return options.with(new Specialisation(precision, all));
    }

    private static int largestDifference(Picture some, Picture other) {
        return IntStream.range(0, some.samples().length)
                .map(i -> Math.abs((some.samples()[i] & 0xff) - (other.samples()[i] & 0xff)))
                .max()
                .orElseThrow();
    }

    private static double psnr(Picture some, Picture other) {
        double squares = IntStream.range(0, some.samples().length)
                .mapToDouble(i -> Math.pow((some.samples()[i] & 0xff) - (other.samples()[i] & 0xff), 2))
                .average()
                .orElseThrow();
        return 10 * Math.log10(255 * 255 / squares);
    }

    private static Picture scene(int width, int height) {
        Picture smooth = Pictures.gradient(width, height, PictureFormat.RGB8);
        Picture noise = Pictures.noise(width, height, PictureFormat.RGB8, 3);
        for (int i = 0; i < smooth.samples().length; i++) {
            int value = (smooth.samples()[i] & 0xff) * 3 / 4 + (noise.samples()[i] & 0xff) / 4;
            smooth.samples()[i] = (byte) value;
        }
        return smooth;
    }

    @Test
    void statisticsOfTheItemItselfChangeNothing() throws IOException {
        String model = painter();
        ScorerOptions options = options(PaintingGraph.style());
        Picture item = scene(60, 44);
        Map<String, Tensor> statistics = look(model, options, Look.STATISTICS, item);
        assertThat(statistics)
                .containsKeys("mean/n1", "variance/n5", "mean/tone", "variance/tone")
                .hasSize(12);

        Picture plain = paint(model, options, item);
        Picture fixed = paint(model, with(options, Precision.FP32, List.of(statistics)), item);

        assertThat(largestDifference(plain, fixed)).isLessThanOrEqualTo(1);
        assertThat(psnr(plain, fixed)).isGreaterThan(60);
    }

    @Test
    void fixedStatisticsMakeAnItemsScoreDependOnEachPixelsSurroundingsAlone() throws IOException {
        String model = painter();
        ScorerOptions options = options(PaintingGraph.style());
        Picture item = scene(120, 44);
        ScorerOptions fixed = with(options, Precision.FP32, List.of(look(model, options, Look.STATISTICS, item)));
        Picture changed = scene(120, 44);
        for (int y = 0; y < 44; y++) {
            changed.sample(Picture.Channel.RED, 119, y, 255);
        }

        Picture before = paint(model, fixed, item);
        Picture after = paint(model, fixed, changed);

        assertThat(largestDifference(before, after)).isPositive();
        for (int y = 0; y < 44; y++) {
            for (int x = 0; x < 60; x++) {
                assertThat(after.sample(Picture.Channel.GREEN, x, y))
                        .isEqualTo(before.sample(Picture.Channel.GREEN, x, y));
            }
        }
    }

    @Test
    void eightBitsAreCloseAndTheSameOnEveryThread() throws Exception {
        String model = painter();
        ScorerOptions options = options(PaintingGraph.style());
        Picture item = scene(60, 44);
        Map<String, Tensor> statistics = look(model, options, Look.STATISTICS, item);
        ScorerOptions fixed = with(options, Precision.FP32, List.of(statistics));
        Map<String, Tensor> ranges = look(model, fixed, Look.RANGES, item);
        assertThat(ranges.keySet()).allMatch(name -> name.startsWith(Observations.RANGE));
        ScorerOptions bytes = with(options, Precision.INT8, List.of(statistics, ranges));

        Picture exact = paint(model, fixed, item);
        Picture first = paint(model, bytes, item);

        assertThat(psnr(exact, first)).isGreaterThan(28);
        try (Scorer scorer = runtime.open(model, bytes)) {
            IntStream.range(0, 16).parallel().forEach(i -> assertThat(
                            ((Score.Image) scorer.score(List.of(item)).get(0))
                                    .picture()
                                    .samples())
                    .isEqualTo(first.samples()));
        }
    }

    @Test
    void theBundledNetworkInEightBitsIsHardToTellFromItself() throws IOException {
        var images = new JdkImageIo();
        Path samples = Path.of("..", "samples").toAbsolutePath();
        Picture style = images.decode("style", Files.readAllBytes(samples.resolve("style.jpg")));
        Picture item = images.decode("item", Files.readAllBytes(samples.resolve("style-mosaic.jpg")));
        String model = BundledFiles.ATELIER;
        ScorerOptions options = options(runtime.prepareStyle(model, style));
        Map<String, Tensor> statistics = look(model, options, Look.STATISTICS, item);
        ScorerOptions fixed = with(options, Precision.FP32, List.of(statistics));
        Map<String, Tensor> ranges = look(model, fixed, Look.RANGES, item);

        Picture plain = paint(model, options, item);
        Picture exact = paint(model, fixed, item);
        Picture bytes = paint(model, with(options, Precision.INT8, List.of(statistics, ranges)), item);

        assertThat(largestDifference(plain, exact)).isLessThanOrEqualTo(1);
        assertThat(psnr(exact, bytes)).isGreaterThan(34);
    }

    @Test
    void aPaintersStatisticsAreFixedOverAllItsTiles() throws IOException {
        String model = new SharedMedia().get("models/style/mosaic.onnx").toString();
        Picture item = scene(720, 720);
        Map<String, Tensor> statistics = look(model, options(Map.of()), Look.STATISTICS, item);

        Picture plain = paint(model, options(Map.of()), item);
        Picture fixed = paint(model, with(options(Map.of()), Precision.FP32, List.of(statistics)), item);

        assertThat(statistics).hasSize(30);
        assertThat(largestDifference(plain, fixed)).isLessThanOrEqualTo(2);
    }

    @Test
    void whatIsNormalisedNowhereHasNothingToFix() throws IOException {
        String model = model(PaintingGraph.withoutNormalisation());
        assertThat(runtime.observe(model, options(Map.of()), Look.STATISTICS)).isEmpty();
        assertThat(runtime.observe(model, options(Map.of()), Look.RANGES))
                .as("three channels are too few")
                .isEmpty();
    }

    @Test
    void graphsInsideNodesAreLeftAsTheyAre() throws IOException {
        String model = model(PaintingGraph.withBranches());
        Picture item = scene(20, 12);
        Map<String, Tensor> statistics = look(model, options(Map.of()), Look.STATISTICS, item);
        Picture plain = paint(model, options(Map.of()), item);
        Picture fixed = paint(model, with(options(Map.of()), Precision.FP32, List.of(statistics)), item);
        assertThat(largestDifference(plain, fixed)).isLessThanOrEqualTo(1);
    }

    @Test
    void oldOperatorsKeepFullPrecision() throws IOException {
        String model = model(PaintingGraph.ofOldOperators());
        Picture item = scene(20, 12);
        Map<String, Tensor> statistics = look(model, options(Map.of()), Look.STATISTICS, item);
        Picture plain = paint(model, options(Map.of()), item);
        Picture fixed = paint(model, with(options(Map.of()), Precision.FP32, List.of(statistics)), item);
        assertThat(largestDifference(plain, fixed)).isLessThanOrEqualTo(1);
        assertThat(runtime.observe(model, options(Map.of()), Look.RANGES)).isEmpty();
    }

    @Test
    void sixteenBitsOnTheCpuAreRefused() throws IOException {
        String model = model(PaintingGraph.withoutNormalisation());
        var half = options(Map.of()).with(new Specialisation(Precision.FP16, Map.of()));
        assertThatThrownBy(() -> runtime.open(model, half))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("fp16 is for GPUs");
    }
}
