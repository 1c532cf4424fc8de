package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.scoring.ModelInfo;
import dev.atelier.core.scoring.ModelInfo.OutputKind;
import dev.atelier.core.scoring.Score;
import dev.atelier.scoring.model.BundledFiles;
import dev.atelier.testkit.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench() {
        bench = new Workbench(folder);
    }

    @Test
    void eachSettingIsShownWithWhereItCameFrom() throws IOException {
        String model = bench.model("{input: {range: 1, mean: 0.5}}", TinyGraphs.inverting(1, -1, -1, -1));
        ModelInfo info = bench.runtime().inspect(model);
        assertThat(info.output()).isEqualTo(OutputKind.IMAGE);
        assertThat(info.description())
                .containsEntry("inputs", "picture float [?,3,?,?] (inferred)")
                .containsEntry("input.mean", "[0.5, 0.5, 0.5] (from model.yaml)")
                .containsEntry("input.std", "[1, 1, 1] (inferred)")
                .containsEntry("output.kind", "image (inferred)");
        assertThat(info.notices())
                .containsExactly("input.colour: rgb is a guess; write it into model.yaml if the scores look wrong");
    }

    @Test
    void metadataOfWindowsModelsAreHeeded() throws IOException {
        String graph = TinyGraphs.inverting(255, -1, 16, 16)
                .metadata("Image.BitmapPixelFormat", "Bgr8")
                .metadata("Image.NominalPixelRange", "NominalRange_0_255")
                .write(folder.resolve("windows.onnx"))
                .toString();
        assertThat(bench.runtime().inspect(graph).description())
                .containsEntry("input.colour", "bgr (inferred)")
                .containsEntry("input.range", "255 (inferred)");
    }

    @Test
    void theDigestChangesWithWhateverChangesScoresAndWithNothingElse() throws IOException {
        Files.writeString(folder.resolve("l.txt"), "a\nb\nc\n");
        String yaml = "{input: {range: 1}, output: {kind: classes, labels: l.txt}}";
        String model = bench.model(yaml, TinyGraphs.channelMeans(8, 8));
        String digest = bench.runtime().inspect(model).digest();
        assertThat(digest).matches("[0-9a-f]{64}");

        bench.model("# a comment\n" + yaml, TinyGraphs.channelMeans(8, 8));
        assertThat(bench.runtime().inspect(model).digest()).isEqualTo(digest);
        bench.model("{name: other, " + yaml.substring(1), TinyGraphs.channelMeans(8, 8));
        assertThat(bench.runtime().inspect(model).digest()).isEqualTo(digest);

        bench.model(yaml.replace("range: 1", "range: 255"), TinyGraphs.channelMeans(8, 8));
        assertThat(bench.runtime().inspect(model).digest()).isNotEqualTo(digest);
        bench.model(yaml, TinyGraphs.channelMeans(16, 16));
        assertThat(bench.runtime().inspect(model).digest()).isNotEqualTo(digest);
        bench.model(yaml, TinyGraphs.channelMeans(8, 8));
        Files.writeString(folder.resolve("l.txt"), "a\nb\nd\n");
        assertThat(bench.runtime().inspect(model).digest()).isNotEqualTo(digest);
    }

    @Test
    void theBundledModelSaysWhatItsModelYamlSays() throws IOException {
        Path copy = folder.resolve(BundledFiles.ATELIER);
        Files.createDirectory(copy);
        for (String file : new String[] {"model.yaml", "style.onnx", "transfer.onnx"}) {
            try (InputStream resource = BundledFiles.class.getResourceAsStream("/models/atelier/" + file)) {
                Files.copy(resource, copy.resolve(file));
            }
        }
        ModelInfo bundled = bench.runtime().inspect("atelier");
        assertThat(bench.runtime().inspect(copy.toString())).isEqualTo(bundled);
    }

    @Test
    void modelsOfTheUsersFolderAreListedAndFoundByName() throws IOException {
        TinyGraphs.channelMeans(8, 8).write(folder.resolve("means.onnx"));
        Path tones = folder.resolve("tones");
        new Workbench(tones).model("{input: {range: 1}}", TinyGraphs.channelMeans(8, 8));
        Files.writeString(folder.resolve("notes.txt"), "no model");
        OnnxRuntime runtime = new OnnxRuntime(Workbench.NATIVE_CACHE, Optional.of(folder));
        assertThat(runtime.models()).containsExactly("atelier", "identity", "means.onnx", "tones");
        assertThat(runtime.inspect("means").output()).isEqualTo(OutputKind.CLASSES);
        assertThat(runtime.inspect("tones").name()).isEqualTo("tones");
    }

    @Test
    void identityLeavesItemsAsTheyAre() {
        var item = Pictures.noise(7, 5, dev.atelier.core.media.PictureFormat.RGBA16, 1);
        assertThat(((Score.Image) bench.score("identity", item)).picture()).isSameAs(item);
        assertThat(bench.runtime().inspect("identity").takesStyle()).isFalse();
    }
}
