package dev.atelier.training;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Measures how well a model paints: over all pairs of some contents and styles, and how steadily over a clip. */
@SuppressWarnings("try") // scopes and guards work by being open
public final class Evaluation {
    private final VggFeatures vgg;
    private final int shortSide;

    /** @param shortSide what the shorter side of every picture is brought to, in pixels */
    public Evaluation(VggFeatures vgg, int shortSide) {
        this.vgg = vgg;
        this.shortSide = shortSide;
    }

    /** A content that pictures painted elsewhere are compared with: relu3_1, kept until closed. */
    public static final class Content implements AutoCloseable {
        private final Tensor features;

        private Content(Tensor features) {
            this.features = features;
        }

        @Override
        public void close() {
            features.close();
        }
    }

    /** A style that pictures painted elsewhere are compared with. */
    public final class Target {
        private final StyleStatistics wanted;

        private Target(StyleStatistics wanted) {
            this.wanted = wanted;
        }

        /** The figures of a picture that was painted from a content of the same size. */
        public Figures figures(Content content, Picture painted) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                return Evaluation.this.figures(Pictures.tensor(painted), content.features, wanted);
            }
        }
    }

    /** A content, measured at the size that the picture has. */
    public Content content(Picture content) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return new Content(Ops.keep(features(Pictures.tensor(content))));
        }
    }

    private Tensor features(Tensor content) {
        List<Tensor> levels = vgg.levels(content);
        return levels.get(levels.size() - 1);
    }

    /** A style, measured at the size that the picture has. */
    public Target target(Picture style) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor picture = Pictures.tensor(style);
            return new Target(StyleStatistics.of(picture, vgg.levels(picture)).keep());
        }
    }

    /**
     * How far a painted picture is from its content and its style; less is better. All but the colour distance are
     * relative squared errors of VGG-19's features, the levels relu1_1, relu2_1 and relu3_1 counting the same.
     *
     * @param content of relu3_1, each channel instance-normalised, against the content's
     * @param style of channel means and deviations against the style's
     * @param gram of Gram matrices against the style's
     * @param colour distance of the colours' means and deviations from the style's, RGB 0..1
     */
    public record Figures(double content, double style, double gram, double colour) {
        /** The mean of each figure; 0 of none. */
        public static Figures mean(List<Figures> all) {
            return new Figures(
                    all.stream().mapToDouble(Figures::content).average().orElse(0),
                    all.stream().mapToDouble(Figures::style).average().orElse(0),
                    all.stream().mapToDouble(Figures::gram).average().orElse(0),
                    all.stream().mapToDouble(Figures::colour).average().orElse(0));
        }
    }

    /** The mean figures over every pair. */
    public Figures figures(StylePainter painter, List<Path> contents, List<Path> styles) {
        return figures(painter, contents, styles, (pair, painted) -> {});
    }

    /** @param each told of each pair, as "style, content", with what was painted */
    Figures figures(StylePainter painter, List<Path> contents, List<Path> styles, BiConsumer<String, Tensor> each) {
        if (contents.isEmpty() || styles.isEmpty()) {
            throw new InvalidRequestException("nothing to evaluate: give at least one content and one style");
        }
        List<Figures> all = new ArrayList<>();
        for (Path stylePath : styles) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor style = read(stylePath);
                painter.style(style);
                StyleStatistics wanted = StyleStatistics.of(style, vgg.levels(style));
                for (Path contentPath : contents) {
                    try (PointerScope inner = new PointerScope()) {
                        Tensor content = read(contentPath);
                        Tensor painted = painter.paint(content).clamp(limit(0), limit(1));
                        each.accept(stylePath.getFileName() + ", " + contentPath.getFileName(), painted);
                        all.add(figures(painted, features(content), wanted));
                    }
                }
            }
        }
        return Figures.mean(all);
    }

    private static org.bytedeco.pytorch.ScalarOptional limit(double value) {
        return new org.bytedeco.pytorch.ScalarOptional(Ops.scalar(value));
    }

    /** A picture at the evaluation's size. */
    Tensor read(Path file) {
        return Pictures.scaled(Pictures.tensor(PictureFolder.read(file)), shortSide);
    }

    private Figures figures(Tensor painted, Tensor source, StyleStatistics wanted) {
        List<Tensor> levels = vgg.levels(painted);
        StyleStatistics actual = StyleStatistics.of(painted, levels);
        double style = 0;
        double gram = 0;
        for (int i = 1; i <= levels.size(); i++) {
            StyleStatistics.Level a = actual.levels().get(i);
            StyleStatistics.Level w = wanted.levels().get(i);
            style += (error(a.mean(), w.mean()) + error(a.deviation(), w.deviation())) / 2 / levels.size();
            gram += error(a.gram(), w.gram()) / levels.size();
        }
        int last = levels.size() - 1;
        return new Figures(
                error(Ops.normalise(plain(levels.get(last))), Ops.normalise(plain(source))),
                style,
                gram,
                colourDistance(actual.levels().get(0), wanted.levels().get(0)));
    }

    private static Tensor plain(Tensor features) {
        return features.to(org.bytedeco.pytorch.global.torch.ScalarType.Float);
    }

    private static double error(Tensor actual, Tensor wanted) {
        return StyleLosses.relative(actual, wanted).item_double();
    }

    private static double colourDistance(StyleStatistics.Level a, StyleStatistics.Level b) {
        return Math.sqrt(a.mean().sub(b.mean()).square().sum().item_double()
                + a.deviation().sub(b.deviation()).square().sum().item_double());
    }
}
