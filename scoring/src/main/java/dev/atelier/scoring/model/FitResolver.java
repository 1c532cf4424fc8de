package dev.atelier.scoring.model;

import dev.atelier.core.scoring.ModelInfo.OutputKind;
import dev.atelier.scoring.plane.Fit;
import java.util.Optional;

/** Settles how items are brought to the size a graph takes. */
final class FitResolver {
    private static final int MAXIMUM_SIDE = 16384;
    /** What evaluations of style transfer bring styles to. */
    private static final int SHORTER_SIDE_OF_STYLES = 512;

    /** The words of {@code resize}. */
    enum Resize {
        PAD,
        STRETCH,
        CROP,
        LETTERBOX,
        TILE,
        SCALE
    }

    private final Settings settings;
    private final String section;
    private final int fixedWidth;
    private final int fixedHeight;

    /** @param fixedWidth the width that the graph demands, or -1 */
    FitResolver(Settings settings, String section, int fixedWidth, int fixedHeight) {
        this.settings = settings;
        this.section = section;
        this.fixedWidth = fixedWidth;
        this.fixedHeight = fixedHeight;
    }

    private String key(String name) {
        return section + "." + name;
    }

    Fit resolve(OutputKind kind, OutputResolver outputs) {
        Optional<float[]> size = settings.numbers(key("size"), 2);
        boolean sized = size.isPresent() || (fixedWidth > 0 && fixedHeight > 0);
        Resize resize = settings.settle(
                key("resize"), settings.choice(key("resize"), Resize.class), () -> natural(kind, outputs, sized));
        if (resize == Resize.PAD || resize == Resize.SCALE) {
            return ofAnySize(resize, kind);
        }
        int width = side("width", fixedWidth, size.map(numbers -> (int) numbers[0]));
        int height = side("height", fixedHeight, size.map(numbers -> (int) numbers[1]));
        settings.settle(key("size"), size.map(numbers -> width + "x" + height), () -> width + "x" + height);
        return switch (resize) {
            case STRETCH -> new Fit.Stretch(width, height);
            case LETTERBOX -> {
                double fill = settings.settle(key("fill"), settings.number(key("fill"), 0, 1), () -> 0.0);
                yield new Fit.Letterbox(width, height, (float) fill);
            }
            case CROP -> {
                if (kind == OutputKind.IMAGE) {
                    settings.problem(key("resize") + ": crop would lose the rim of pictures; write stretch or tile");
                }
                int least = Math.max(width, height);
                yield new Fit.Crop(
                        width,
                        height,
                        settings.settle(
                                key("shorter-side"),
                                settings.integer(key("shorter-side"), least, MAXIMUM_SIDE),
                                () -> outputs != null && outputs.classes() == 1000
                                        ? Math.round(least * 256f / 224)
                                        : least));
            }
            case TILE -> tile(kind, outputs, width, height);
            default -> throw new IllegalStateException();
        };
    }

    private Fit ofAnySize(Resize resize, OutputKind kind) {
        if (fixedWidth > 0 || fixedHeight > 0) {
            settings.problem(key("resize") + ": " + Settings.word(resize)
                    + " needs a graph that takes any size, this one takes " + fixedWidth + "x" + fixedHeight
                    + "; write stretch, crop, letterbox or tile");
        }
        int multiple = settings.settle(
                key("multiple-of"),
                settings.integer(key("multiple-of"), 1, 4096),
                () -> kind == OutputKind.BOXES ? 32 : 8);
        if (resize == Resize.PAD) {
            return new Fit.Pad(multiple);
        }
        return new Fit.Scale(
                settings.settle(
                        key("shorter-side"),
                        settings.integer(key("shorter-side"), 1, MAXIMUM_SIDE),
                        () -> SHORTER_SIDE_OF_STYLES),
                multiple);
    }

    private Fit tile(OutputKind kind, OutputResolver outputs, int width, int height) {
        if (kind != OutputKind.IMAGE) {
            settings.problem(
                    key("resize") + ": tile is for models that give pictures; write stretch, crop or letterbox");
        }
        int most = Math.min(width, height) / 2;
        int overlap =
                settings.settle(key("overlap"), settings.integer(key("overlap"), 0, most), () -> Math.min(most, 32));
        // a painter's strokes keep their size in the picture, and two tiles do for any common shape; what enlarges
        // must see every pixel
        boolean ownSize = outputs == null || outputs.enlarges();
        int shorterSide = settings.settle(
                key("shorter-side"),
                settings.integer(key("shorter-side"), 0, MAXIMUM_SIDE),
                () -> ownSize ? 0 : Math.min(width, height));
        return new Fit.Tile(width, height, overlap, shorterSide);
    }

    private int side(String name, int fixed, Optional<Integer> written) {
        if (fixed > 0) {
            if (written.isPresent() && written.get() != fixed) {
                settings.problem(key("size") + ": " + name + " " + written.get() + ", but the graph takes only " + fixed
                        + "; leave the key out");
            }
            return fixed;
        }
        if (written.isEmpty()) {
            settings.problem(key("size") + " is missing: the graph leaves it open; write the [width, height] that it"
                    + " was trained on, or resize: pad");
            return 1;
        }
        if (written.get() < 1 || written.get() > MAXIMUM_SIDE) {
            settings.problem(key("size") + ": expected sides from 1 to " + MAXIMUM_SIDE);
            return 1;
        }
        return written.get();
    }

    private static Resize natural(OutputKind kind, OutputResolver outputs, boolean sized) {
        if (outputs == null) {
            return sized ? Resize.STRETCH : Resize.SCALE;
        }
        return switch (kind) {
            case IMAGE -> sized ? Resize.TILE : Resize.PAD;
            case CLASSES -> Resize.CROP;
            case BOXES, TENSORS -> sized ? Resize.STRETCH : Resize.PAD;
        };
    }
}
