package dev.atelier.training;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Pictures side by side: contents in the first row, styles in the first column, what was painted between. */
final class SampleSheet {
    private static final int CELL = 256;

    private SampleSheet() {}

    /**
     * @param contents [1, 3, h, w] each
     * @param styles [1, 3, h, w] each
     */
    static BufferedImage paint(StyleNetwork network, VggFeatures vgg, List<Tensor> contents, List<Tensor> styles) {
        BufferedImage sheet = new BufferedImage(
                CELL * (contents.size() + 1), CELL * (styles.size() + 1), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = sheet.createGraphics();
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            for (int row = 0; row < styles.size(); row++) {
                Tensor picture = styles.get(row);
                draw(graphics, picture, 0, row + 1);
                Style style = network.style(StyleStatistics.of(picture, vgg.levels(picture)));
                for (int column = 0; column < contents.size(); column++) {
                    Tensor content = contents.get(column);
                    draw(graphics, content, column + 1, 0);
                    draw(graphics, network.paint(content, style), column + 1, row + 1);
                }
            }
        }
        graphics.dispose();
        return sheet;
    }

    private static void draw(Graphics2D graphics, Tensor picture, int column, int row) {
        Tensor cell = picture.size(2) == CELL && picture.size(3) == CELL ? picture : Ops.resize(picture, CELL, CELL);
        graphics.drawImage(Pictures.image(cell), column * CELL, row * CELL, null);
    }
}
