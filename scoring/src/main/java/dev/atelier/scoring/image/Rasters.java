package dev.atelier.scoring.image;

import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.IIOException;

/**
 * Turns decoded rasters into pictures. Samples are taken as they are: through AWT's colour conversion grey would change
 * its values.
 */
final class Rasters {
    /** For each plane of a picture (green, blue, red, alpha) the band of an RGB raster. */
    private static final int[] BANDS = {1, 2, 0, 3};

    private Rasters() {}

    /**
     * A raster of 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGB, alpha) bands of 8 or 16 bits, or one of palette
     * indices.
     */
    static Picture picture(Raster raster, ColorModel colours) throws IOException {
        if (colours instanceof IndexColorModel palette) {
            return paletted(raster, palette);
        }
        int bands = raster.getNumBands();
        int depth = raster.getSampleModel().getSampleSize(0);
        boolean known = depth == 8 || (depth == 16 && raster.getTransferType() == DataBuffer.TYPE_USHORT);
        if (!known || bands > 4) {
            throw new IIOException(bands + " channels of " + depth + " bits are not supported");
        }
        boolean alpha = bands % 2 == 0;
        PictureFormat format = depth == 8
                ? (alpha ? PictureFormat.RGBA8 : PictureFormat.RGB8)
                : (alpha ? PictureFormat.RGBA16 : PictureFormat.RGB16);
        Picture picture = Picture.blank(raster.getWidth(), raster.getHeight(), format);
        for (int plane = 0; plane < format.planes(); plane++) {
            int band = bands >= 3 ? BANDS[plane] : plane == 3 ? 1 : 0;
            if (raster.getTransferType() == DataBuffer.TYPE_BYTE
                    && raster.getSampleModel() instanceof PixelInterleavedSampleModel layout) {
                copy(raster, layout, band, picture, plane);
            } else {
                slowCopy(raster, band, picture, plane);
            }
        }
        return picture;
    }

    private static void copy(Raster raster, PixelInterleavedSampleModel layout, int band, Picture picture, int plane) {
        byte[] from = ((DataBufferByte) raster.getDataBuffer()).getData();
        byte[] to = picture.samples();
        int step = layout.getPixelStride();
        int width = picture.width();
        int target = plane * width * picture.height();
        for (int y = 0; y < picture.height(); y++) {
            int source =
                    layout.getOffset(-raster.getSampleModelTranslateX(), y - raster.getSampleModelTranslateY(), band)
                            + raster.getDataBuffer().getOffset();
            for (int x = 0; x < width; x++) {
                to[target + x] = from[source + x * step];
            }
            target += width;
        }
    }

    private static void slowCopy(Raster raster, int band, Picture picture, int plane) {
        int width = picture.width();
        int[] row = new int[width];
        byte[] to = picture.samples();
        int size = picture.format().depth() / 8;
        int target = plane * width * picture.height() * size;
        for (int y = 0; y < picture.height(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
            for (int x = 0; x < width; x++) {
                to[target++] = (byte) row[x];
                if (size == 2) {
                    to[target++] = (byte) (row[x] >> 8);
                }
            }
        }
    }

    private static Picture paletted(Raster raster, IndexColorModel palette) {
        int[] argb = new int[palette.getMapSize()];
        palette.getRGBs(argb);
        PictureFormat format = palette.hasAlpha() ? PictureFormat.RGBA8 : PictureFormat.RGB8;
        Picture picture = Picture.blank(raster.getWidth(), raster.getHeight(), format);
        int width = picture.width();
        int size = width * picture.height();
        int[] row = new int[width];
        byte[] to = picture.samples();
        int target = 0;
        for (int y = 0; y < picture.height(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++, target++) {
                int colour = row[x] < argb.length ? argb[row[x]] : 0;
                to[target] = (byte) (colour >> 8);
                to[target + size] = (byte) colour;
                to[target + 2 * size] = (byte) (colour >> 16);
                if (format.hasAlpha()) {
                    to[target + 3 * size] = (byte) (colour >> 24);
                }
            }
        }
        return picture;
    }
}
