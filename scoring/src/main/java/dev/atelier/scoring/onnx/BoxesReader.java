package dev.atelier.scoring.onnx;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Score.Box;
import dev.atelier.scoring.model.OutputSpec;
import dev.atelier.scoring.plane.Framing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Reads boxes: decodes them, drops those that say the same thing twice, and gives them in the item's pixels. */
final class BoxesReader implements ScoreReader {
    private final OutputSpec.Boxes spec;
    private final BoxDecoder decoder;

    BoxesReader(OutputSpec.Boxes spec) {
        this.spec = spec;
        this.decoder = switch (spec.decoder()) {
            case YUNET -> new YunetDecoder();
            case FASTESTDET -> new FastestDetDecoder();
        };
    }

    @Override
    public Reading begin(Picture item, List<Framing> framings) {
        return new Reading() {
            private Score score;

            @Override
            public void add(Framing framing, Outputs outputs) {
                List<BoxDecoder.Found> found = decode(framing, outputs);
                score = new Score.Boxes(best(found).stream()
                        .map(box -> inItem(box, framing, item))
                        .filter(Objects::nonNull)
                        .toList());
            }

            @Override
            public Score score() {
                return score;
            }
        };
    }

    private List<BoxDecoder.Found> decode(Framing framing, Outputs outputs) {
        try {
            return decoder.decode(framing, outputs, spec.threshold());
        } catch (IndexOutOfBoundsException e) {
            throw new PoisonItemException(
                    "the model's outputs are too short for a detector of the kind " + spec.decoder()
                            + "; correct output.decoder in model.yaml",
                    e);
        }
    }

    /** Greedy non-maximum suppression within each class, the surest first. */
    private List<BoxDecoder.Found> best(List<BoxDecoder.Found> found) {
        List<BoxDecoder.Found> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingDouble(BoxDecoder.Found::confidence).reversed());
        List<BoxDecoder.Found> kept = new ArrayList<>();
        for (BoxDecoder.Found box : sorted) {
            boolean repeated = kept.stream()
                    .anyMatch(other -> other.label() == box.label() && box.overlap(other) > spec.overlap());
            if (!repeated) {
                kept.add(box);
            }
        }
        return kept;
    }

    private Box inItem(BoxDecoder.Found box, Framing framing, Picture item) {
        double scaleX = (double) item.width() / framing.contentWidth();
        double scaleY = (double) item.height() / framing.contentHeight();
        double left = clamp((box.left() - framing.left()) * scaleX, item.width());
        double top = clamp((box.top() - framing.top()) * scaleY, item.height());
        double right = clamp((box.right() - framing.left()) * scaleX, item.width());
        double bottom = clamp((box.bottom() - framing.top()) * scaleY, item.height());
        if (right <= left || bottom <= top) {
            return null;
        }
        String label =
                box.label() < spec.labels().size() ? spec.labels().get(box.label()) : Integer.toString(box.label());
        return new Box(label, box.confidence(), left, top, right - left, bottom - top);
    }

    private static double clamp(double value, double maximum) {
        return Math.max(0, Math.min(maximum, value));
    }
}
