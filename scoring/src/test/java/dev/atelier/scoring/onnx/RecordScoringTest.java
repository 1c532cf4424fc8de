package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.scoring.ModelInfo.OutputKind;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Score.Classification;
import dev.atelier.testkit.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordScoringTest {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench() {
        bench = new Workbench(folder);
    }

    private List<Classification> classes(String model, int red, int green, int blue) {
        return ((Score.Classes) bench.score(model, Pictures.plain(30, 20, red, green, blue))).classes();
    }

    @Test
    void theLikeliestClassComesFirstWithItsLabelAndProbability() throws IOException {
        Files.writeString(folder.resolve("names.txt"), "reddish\ngreenish\nbluish\n");
        String model = bench.model(
                "{input: {range: 1}, output: {kind: classes, labels: names.txt, top: 2}}",
                TinyGraphs.channelMeans(8, 8));
        List<Classification> classes = classes(model, 0, 255, 51);
        assertThat(classes).hasSize(2);
        assertThat(classes.get(0).label()).isEqualTo("greenish");
        double sum = Math.exp(0) + Math.exp(1) + Math.exp(0.2);
        assertThat(classes.get(0).probability()).isCloseTo(Math.exp(1) / sum, within(1e-5));
        assertThat(classes.get(1).label()).isEqualTo("bluish");
    }

    @Test
    void aBareClassifierTakesTheLabelsBesideIt() throws IOException {
        Files.writeString(folder.resolve("Labels.txt"), "0,red one\n1,green, the second\n2,blue\n");
        String graph = TinyGraphs.channelMeans(8, 8)
                .write(folder.resolve("means.onnx"))
                .toString();
        assertThat(bench.runtime().inspect(graph).output()).isEqualTo(OutputKind.CLASSES);
        assertThat(classes(graph, 0, 200, 100).get(0).label()).isEqualTo("green, the second");
    }

    @Test
    void aClassWithoutALabelIsCalledByItsIndex() throws IOException {
        String graph = TinyGraphs.channelMeans(8, 8)
                .write(folder.resolve("means.onnx"))
                .toString();
        assertThat(classes(graph, 0, 100, 200).get(0).label()).isEqualTo("2");
    }

    @Test
    void onlyTheCentreCountsWhereItemsAreCropped() throws IOException {
        String model = bench.model(
                "{input: {range: 1, resize: crop, shorter-side: 8}, output: {kind: tensors}}",
                TinyGraphs.channelMeans(8, 8));
        var item = Pictures.plain(24, 8, 255, 0, 0);
        for (int y = 0; y < 8; y++) {
            for (int x = 8; x < 16; x++) {
                item.sample(dev.atelier.core.media.Picture.Channel.RED, x, y, 51);
            }
        }
        Score.Tensors score = (Score.Tensors) bench.score(model, item);
        assertThat(score.outputs().get("logits").values()[0]).isCloseTo(0.2f, within(1e-6f));
    }

    @Test
    void outputsAreGivenAsTheyAreByName() throws IOException {
        String model = bench.model(
                "{input: {range: 1}, output: {kind: tensors, name: [logits]}}", TinyGraphs.channelMeans(8, 8));
        Score.Tensors score = (Score.Tensors) bench.score(model, Pictures.noise(9, 9, PictureFormat.RGB8, 1));
        assertThat(score.outputs()).containsOnlyKeys("logits");
        assertThat(score.outputs().get("logits").shape()).containsExactly(3);
    }
}
