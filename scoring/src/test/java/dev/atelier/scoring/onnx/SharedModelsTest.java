package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.scoring.ModelInfo.OutputKind;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Score.Box;
import dev.atelier.core.scoring.Score.Classification;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.scoring.image.JdkImageIo;
import dev.atelier.scoring.plane.Resampler;
import dev.atelier.testkit.Pictures;
import dev.atelier.testkit.SharedMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Published models, as bare files where these tell enough, else with the settings that the docs show for them. */
class SharedModelsTest {
    private final SharedMedia shared = new SharedMedia();
    private final JdkImageIo images = new JdkImageIo();

    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void makeWorkbench() {
        bench = new Workbench(folder);
    }

    private String bare(String model) {
        return shared.get("models/" + model).toString();
    }

    private String withSettings(String yaml, String... files) throws IOException {
        for (String file : files) {
            Path source = shared.get("models/" + file);
            Files.copy(source, folder.resolve(source.getFileName()));
        }
        Files.writeString(folder.resolve("model.yaml"), yaml);
        return folder.toString();
    }

    private Picture read(String media) throws IOException {
        return images.decode(media, Files.readAllBytes(shared.get("media/" + media)));
    }

    private int rightOfForty(String model) throws IOException {
        int right = 0;
        try (Scorer scorer = bench.open(model)) {
            for (Path file : shared.list("media/classify")) {
                String name = file.getFileName().toString();
                String wanted = name.substring(name.indexOf('_') + 1, name.lastIndexOf('.'))
                        .replace('_', ' ');
                Picture picture = images.decode(name, Files.readAllBytes(file));
                Classification first = ((Score.Classes)
                                scorer.score(List.of(picture)).get(0))
                        .classes()
                        .get(0);
                boolean found = (", " + first.label().toLowerCase(Locale.ROOT) + ",")
                        .contains(", " + wanted.toLowerCase(Locale.ROOT));
                right += found ? 1 : 0;
            }
        }
        return right;
    }

    @Test
    void shufflenetNeedsNoSettings() throws IOException {
        assertThat(rightOfForty(bare("classify/shufflenet-v2-12-int8.onnx"))).isGreaterThanOrEqualTo(34);
    }

    @Test
    void squeezenetInHalfPrecisionIsRightWithItsSettings() throws IOException {
        String model = withSettings("""
                input:
                  colour: bgr
                  range: 255
                  mean: [104, 117, 123]
                output:
                  labels: Labels.txt
                """, "classify/SqueezeNet_fp16.onnx", "classify/Labels.txt");
        assertThat(rightOfForty(model)).isGreaterThanOrEqualTo(28);
    }

    @Test
    void aClassifierFromCaffeIsKnownByItsInput() throws IOException {
        assertThat(rightOfForty(bare("classify/SqueezeNet_fp16.onnx"))).isGreaterThanOrEqualTo(28);
    }

    @ParameterizedTest
    @CsvSource({"n03445924_golfcart,truck", "n03662601_lifeboat,ship", "n03796401_moving_van,truck"})
    void theCifarTutorialsNetworkKnowsVehicles(String picture, String label) throws IOException {
        String model = withSettings("""
                input: {colour: rgb, range: 1, mean: 0.5, std: 0.5}
                output: {kind: classes, labels: cifar.txt, top: 10}
                """, "classify/ImageClassifier_cifar.onnx");
        Files.writeString(folder.resolve("cifar.txt"), "plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n");
        List<Classification> classes =
                ((Score.Classes) bench.score(model, read("classify/" + picture + ".jpg"))).classes();
        assertThat(classes).hasSize(10);
        assertThat(classes.stream().mapToDouble(Classification::probability).sum())
                .isBetween(0.999, 1.001);
        assertThat(classes.get(0).label()).isEqualTo(label);
    }

    @Test
    void mnistReadsDigitsWithoutSettings() {
        String model = bare("classify/mnist.onnx");
        for (int digit : new int[] {0, 1, 7}) {
            Score.Classes score = (Score.Classes) bench.score(model, digit(digit));
            assertThat(score.classes().get(0).index()).isEqualTo(digit);
        }
    }

    /** White strokes on black, as MNIST has them, in four times its size. */
    private static Picture digit(int digit) {
        Picture picture = Pictures.plain(112, 112, 0, 0, 0);
        for (int y = 20; y < 92; y++) {
            for (int x = 20; x < 92; x++) {
                double ring = Math.hypot((x - 56) / 22.0, (y - 56) / 34.0);
                boolean ink =
                        switch (digit) {
                            case 0 -> ring > 0.78 && ring < 1.05;
                            case 1 -> Math.abs(x - 56 + (y - 56) * 0.1) < 5;
                            default ->
                                (y < 34 && y > 24 && x > 34 && x < 80)
                                        || (y >= 30 && Math.abs(x - 76 + (y - 30) * 0.5) < 5);
                        };
                if (ink) {
                    for (Channel channel : new Channel[] {Channel.RED, Channel.GREEN, Channel.BLUE}) {
                        picture.sample(channel, x, y, 255);
                    }
                }
            }
        }
        return picture;
    }

    @Test
    void yunetFindsFacesWhereTheyAre() throws IOException {
        Score.Boxes score = (Score.Boxes)
                bench.score(bare("detect/yunet_n_dynamic.onnx"), read("classify/n02669723_academic_gown.jpg"));
        Box face = score.boxes().get(0);
        assertThat(face.label()).isEqualTo("face");
        assertThat(face.confidence()).isGreaterThan(0.9);
        assertThat(face.x() + face.width() / 2).isBetween(220.0, 280.0);
        Score.Boxes none =
                (Score.Boxes) bench.score(bare("detect/yunet_n_dynamic.onnx"), read("classify/n07747607_orange.jpg"));
        assertThat(none.boxes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "n01860187_black_swan,bird",
        "n02110185_Siberian_husky,dog",
        "n07747607_orange,orange",
        "n03445924_golfcart,person"
    })
    void fastestDetFindsThingsOfCoco(String picture, String label) throws IOException {
        Picture item = read("classify/" + picture + ".jpg");
        Score.Boxes score = (Score.Boxes) bench.score(bare("detect/FastestDet.onnx"), item);
        assertThat(score.boxes()).anySatisfy(box -> assertThat(box.label()).isEqualTo(label));
        assertThat(score.boxes()).allSatisfy(box -> {
            assertThat(box.x() + box.width()).isBetween(0.0, item.width() + 1e-6);
            assertThat(box.y() + box.height()).isBetween(0.0, item.height() + 1e-6);
        });
    }

    @Test
    void superResolutionGivesThreeTimesTheSizeWithoutSeams() throws IOException {
        Picture item = read("classify/n02110185_Siberian_husky.jpg");
        Picture large = bench.paint(bare("enhance/super_resolution_x3.onnx"), item);
        assertThat(large.width()).isEqualTo(3 * item.width());
        assertThat(large.height()).isEqualTo(3 * item.height());
        float[] plane = new float[large.width() * large.height()];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = large.sample(Channel.GREEN, i % large.width(), i / large.width());
        }
        float[] back = Resampler.of(large.width(), large.height(), item.width(), item.height())
                .apply(plane);
        double worstColumn = 0;
        for (int x = 0; x < item.width(); x++) {
            double sum = 0;
            for (int y = 0; y < item.height(); y++) {
                sum += Math.abs(back[y * item.width() + x] - item.sample(Channel.GREEN, x, y));
            }
            worstColumn = Math.max(worstColumn, sum / item.height());
        }
        assertThat(worstColumn)
                .as("the item made small again differs least, also where tiles meet")
                .isLessThan(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"candy", "la_muse", "mosaic", "udnie"})
    void paintersOfAFixedSizePaintAnySize(String painter) throws IOException {
        Picture item = read("frames/0000.jpg");
        Picture painted = bench.paint(bare("style/" + painter + ".onnx"), item);
        assertThat(painted.width()).isEqualTo(1024);
        assertThat(painted.height()).isEqualTo(436);
        assertThat(painted.samples()).isNotEqualTo(item.samples());
        assertThat(bench.runtime().inspect(bare("style/" + painter + ".onnx")).description())
                .containsEntry("input.colour", "bgr (inferred)")
                .containsEntry("input.range", "255 (inferred)")
                .containsEntry("input.resize", "tile (inferred)");
    }

    @Test
    void microAstWorksAsAPackageOfAUser() throws IOException {
        String model = withSettings("""
                name: microast
                graph: stylize.onnx
                input:
                  name: content
                  range: 1
                output:
                  kind: image
                style:
                  graph: style.onnx
                  input:
                    range: 1
                    size: [512, 512]
                """, "microast/style.onnx", "microast/stylize.onnx");
        assertThat(bench.runtime().inspect(model).takesStyle()).isTrue();
        var style = bench.runtime().prepareStyle(model, read("style/the_scream.jpg"));
        assertThat(style).containsOnlyKeys("m0", "s0", "m1", "s1", "w0", "w1", "b0", "b1");
        Picture item = Pictures.gradient(161, 121, PictureFormat.RGB8);
        try (Scorer scorer = bench.open(model, style, 1)) {
            Picture painted = ((Score.Image) scorer.score(List.of(item)).get(0)).picture();
            assertThat(painted.width()).isEqualTo(161);
            assertThat(painted.height()).isEqualTo(121);
            assertThat(painted.samples()).isNotEqualTo(item.samples());
        }
    }

    @ParameterizedTest
    @CsvSource({"pcb-aoi,com.microsoft:LegacyPadding", "squeezenet_dao_fp16,Debug"})
    void modelsThatCannotBeLoadedAreRefusedInPlainWords(String model, String operator) {
        String graph = bare("unloadable/" + model + ".onnx");
        assertThatThrownBy(() -> bench.runtime().inspect(graph))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(model + ".onnx: uses the operator " + operator)
                .hasMessageContaining("export the model again")
                .hasMessageNotContaining("\n");
    }

    @Test
    void everyBareModelIsOfTheKindItShouldBe() {
        assertThat(bench.runtime().inspect(bare("classify/mnist.onnx")).output())
                .isEqualTo(OutputKind.CLASSES);
        assertThat(bench.runtime().inspect(bare("detect/FastestDet.onnx")).output())
                .isEqualTo(OutputKind.BOXES);
        assertThat(bench.runtime()
                        .inspect(bare("enhance/super_resolution_x3.onnx"))
                        .output())
                .isEqualTo(OutputKind.IMAGE);
    }
}
