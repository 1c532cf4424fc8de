package dev.atelier.training;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Pictures side by side: contents in the first row, styles in the first column, what was painted between. */
@SuppressWarnings("try") // scopes and guards work by being open
final class SampleSheet {
    private static final int CELL = 256;

    private final List<Tensor> contents;
    private final List<Tensor> styles;

    /**
     * @param contents [1, 3, h, w] each, sides multiples of 8
     * @param styles [1, 3, h, w] each
     */
    SampleSheet(List<Tensor> contents, List<Tensor> styles) {
        this.contents = contents;
        this.styles = styles;
    }

    BufferedImage paint(StyleNetwork network) {
        return paint(picture -> {
            Style style = network.style(network.moments(picture));
            return content -> network.paint(content, style);
        });
    }

    /** @param painters what paints in the style of a picture */
    BufferedImage paint(Function<Tensor, UnaryOperator<Tensor>> painters) {
        BufferedImage sheet = new BufferedImage(
                CELL * (contents.size() + 1), CELL * (styles.size() + 1), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = sheet.createGraphics();
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            for (int row = 0; row < styles.size(); row++) {
                draw(graphics, styles.get(row), 0, row + 1);
                UnaryOperator<Tensor> painter = painters.apply(styles.get(row));
                for (int column = 0; column < contents.size(); column++) {
                    // a whole sheet's features at once would be gigabytes
                    try (PointerScope picture = new PointerScope()) {
                        draw(graphics, contents.get(column), column + 1, 0);
                        draw(graphics, painter.apply(contents.get(column)), column + 1, row + 1);
                    }
                }
            }
        }
        graphics.dispose();
        return sheet;
    }

    private static void draw(Graphics2D graphics, Tensor picture, int column, int row) {
        graphics.drawImage(Pictures.image(Ops.resize(picture, CELL, CELL)), column * CELL, row * CELL, null);
    }
}
