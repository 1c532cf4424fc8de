package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageRefusalTest {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench() {
        bench = new Workbench(folder);
    }

    private List<String> problems(String model) {
        InvalidRequestException refusal = catchThrowableOfType(
                InvalidRequestException.class, () -> bench.runtime().inspect(model));
        assertThat(refusal).as("refusal of %s", model).isNotNull();
        assertThat(refusal.problems()).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
        return refusal.problems();
    }

    private List<String> problemsOf(String yaml) throws IOException {
        return problems(bench.model(yaml, TinyGraphs.inverting(1, -1, -1, -1)));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() throws IOException {
        List<String> problems = problemsOf("""
                input: {colour: pink, rnge: 255, mean: [1, 2]}
                output: {kind: image, top: 5, range: high}
                """);
        assertThat(problems).hasSize(5);
        assertThat(problems).anySatisfy(line -> assertThat(line)
                .contains("model.yaml: input.colour: expected rgb, bgr, luma, found pink"));
        assertThat(problems).anySatisfy(line -> assertThat(line)
                .contains("input.rnge is not a key")
                .contains("remove it or correct its name (input.range?)"));
        assertThat(problems).anySatisfy(line -> assertThat(line).contains("input.mean: expected 3 numbers"));
        assertThat(problems).anySatisfy(line -> assertThat(line).contains("output.top is not a key that this kind"));
        assertThat(problems).anySatisfy(line -> assertThat(line).contains("output.range: expected a number"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "graph: ../secret.onnx|outside the model's folder",
                "graph: /etc/passwd|outside the model's folder",
                "graph: nowhere.onnx|no such file",
                "graph: [a, b]|expected a text",
                "input: {std: 0, range: 1}|input.std: divides by 0",
                "input: {name: image}|has no input image, only picture",
                "output: {name: image}|has no output image, only inverted",
                "input: {resize: stretch, range: 1}|input.size is missing",
                "input: {resize: stretch, size: [100000, 5], range: 1}|expected sides from 1 to 16384",
                "input: {resize: scale, shorter-side: 0, range: 1}|input.shorter-side: expected",
                "input: {resize: crop, size: [8, 8], range: 1}|crop would lose the rim",
                "output: {kind: classes, labels: none.txt}|no such file",
                "output: {kind: boxes}|output.decoder is missing",
                "output: {kind: boxes, decoder: yunet}|are not those of yunet",
                "output: {kind: tensors, name: [a]}|has no output a",
                "constants: {gain: 2}|has no such input, only picture",
                "input: {range: .nan}|not valid YAML",
                "input: {range: -1}|input.range: expected a number",
                "output: {range: [1, 0]}|must be the greater one",
                "a: &x [1]|anchors and aliases",
                "a: *x|anchors and aliases",
                "a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}|not valid YAML",
                "- a|expected keys with values",
                "'{a: 1, a: 2}'|not valid YAML",
                "'a: \"'|not valid YAML",
            })
    void aWrongKeyIsNamedWithItsRemedy(String yaml, String expected) throws IOException {
        assertThat(problemsOf(yaml)).anySatisfy(line -> assertThat(line).contains(expected));
    }

    @Test
    void anEndlessSettingsFileIsNotRead() throws IOException {
        assertThat(problemsOf("a: " + "x".repeat(300_000)))
                .anySatisfy(line -> assertThat(line).contains("more than the allowed"));
    }

    @Test
    void aLinkThatLeavesTheFolderIsNotFollowed(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("labels.lnk"), outside.resolve("secret.txt"));
        String model = bench.model(
                "{input: {range: 1}, output: {kind: classes, labels: labels.lnk}}", TinyGraphs.channelMeans(8, 8));
        assertThat(problems(model)).anySatisfy(line -> assertThat(line)
                .contains("labels.lnk: is a link that leaves the model's folder")
                .doesNotContain("secret"));
    }

    @ParameterizedTest
    @CsvSource({"../weights.bin", "/etc/hostname", "missing.bin"})
    void weightsOutsideTheFolderAreRefused(String location) throws IOException {
        Path graph = TinyGraphs.inverting(1, -1, -1, -1)
                .externalWeight(location)
                .write(folder.resolve("inner").resolve("outside.onnx"));
        assertThat(problems(graph.toString()))
                .anySatisfy(line ->
                        assertThat(line).contains("weights of outside.onnx").contains(location));
    }

    @Test
    void labelsMustMatchTheClasses() throws IOException {
        Files.writeString(folder.resolve("l.txt"), "one\ntwo\n");
        String model = bench.model(
                "{input: {range: 1}, output: {kind: classes, labels: l.txt}}", TinyGraphs.channelMeans(8, 8));
        assertThat(problems(model)).anySatisfy(line -> assertThat(line).contains("2 labels for 3 classes"));
    }

    @Test
    void anInputWithoutAValueIsNamed() throws IOException {
        String model = bench.model("{input: {range: 1}}", TinyGraphs.scaling());
        assertThat(problems(model)).anySatisfy(line -> assertThat(line)
                .contains("input gain float [1] of graph.onnx gets no value")
                .contains("constants"));
    }

    @Test
    void anOperatorThatIsNotThereIsNamed() throws IOException {
        Path graph = TinyGraphs.inverting(1, -1, -1, -1).operator("Sorcery").write(folder.resolve("magic.onnx"));
        assertThat(problems(graph.toString())).anySatisfy(line -> assertThat(line)
                .startsWith("magic.onnx: uses the operator Sorcery")
                .contains("export the model again"));
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        for (byte[] bytes : new byte[][] {
            {}, "hello, this is text\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[1000], {10, 127, 1}
        }) {
            Path file = Files.write(folder.resolve("no.onnx"), bytes);
            assertThat(problems(file.toString()))
                    .anySatisfy(line -> assertThat(line).startsWith("no.onnx: "));
        }
    }

    @Test
    void anAbsurdSizeIsRefused() throws IOException {
        Path graph = TinyGraphs.inverting(1, 1, 1_000_000, 1_000_000).write(folder.resolve("vast.onnx"));
        assertThat(problems(graph.toString()))
                .anySatisfy(line -> assertThat(line).contains("absurd size"));
    }

    @Test
    void anUnknownModelIsRefusedWithTheNamesOfThoseThereAre() {
        assertThat(problems("rembrandt"))
                .anySatisfy(line ->
                        assertThat(line).contains("rembrandt: no such model").contains("atelier, identity"));
    }

    @Test
    void anUnknownDeviceIsRefused() {
        var options = new dev.atelier.core.scoring.ModelRuntime.ScorerOptions(java.util.Map.of(), 1, "abacus");
        InvalidRequestException refusal = catchThrowableOfType(
                InvalidRequestException.class, () -> bench.runtime().open("atelier", options));
        assertThat(refusal).hasMessageContaining("abacus is not known; use cpu");
    }

    @Test
    void aFolderOfSeveralGraphsMustSayWhichScores() throws IOException {
        TinyGraphs.channelMeans(8, 8).write(folder.resolve("other.onnx"));
        assertThat(problems(bench.model("{input: {range: 1}}", TinyGraphs.channelMeans(8, 8))))
                .anySatisfy(
                        line -> assertThat(line).contains("graph is missing").contains("graph.onnx, other.onnx"));
    }
}
