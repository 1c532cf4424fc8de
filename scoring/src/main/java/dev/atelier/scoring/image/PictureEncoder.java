package dev.atelier.scoring.image;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.Picture;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures with the JDK's encoders: the same bytes for the same picture. */
final class PictureEncoder {
    static final Set<ImageFormat> FORMATS = EnumSet.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.TIFF);

    private static final int JPEG_MAXIMUM_SIDE = 65_500;
    /** From this quality on, colour keeps its full resolution. */
    private static final int FULL_COLOUR_QUALITY = 90;

    private static final String JPEG_METADATA = "javax_imageio_jpeg_image_1.0";

    private PictureEncoder() {}

    /** JPEG has neither alpha nor 16 bits: the one is left out, the other rounded. */
    static byte[] encode(Picture picture, ImageFormat format, int quality) {
        boolean jpeg = format == ImageFormat.JPEG;
        if (jpeg && Math.max(picture.width(), picture.height()) > JPEG_MAXIMUM_SIDE) {
            throw new InvalidRequestException("a JPEG cannot be " + picture.width() + "x" + picture.height()
                    + ", its sides end at " + JPEG_MAXIMUM_SIDE + " pixels; choose PNG");
        }
        if (!FORMATS.contains(format)) {
            throw new InvalidRequestException(format + " is not written here; choose one of " + FORMATS);
        }
        BufferedImage image = jpeg
                ? interleaved(picture.shallow(), false)
                : interleaved(picture, picture.format().hasAlpha());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriter writer = Codec.JDK.writer(format.name().toLowerCase(Locale.ROOT));
            try {
                writer.setOutput(output);
                ImageWriteParam settings = writer.getDefaultWriteParam();
                IIOMetadata metadata = null;
                if (format == ImageFormat.TIFF) {
                    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                    settings.setCompressionType("Deflate");
                }
                if (jpeg) {
                    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                    settings.setCompressionQuality(Math.max(0, Math.min(100, quality)) / 100f);
                    if (quality >= FULL_COLOUR_QUALITY) {
                        metadata = fullColour(writer, settings, image);
                    }
                }
                writer.write(null, new IIOImage(image, null, metadata), settings);
            } finally {
                writer.dispose();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The writer's own metadata, changed so that no component is subsampled. */
    private static IIOMetadata fullColour(ImageWriter writer, ImageWriteParam settings, BufferedImage image)
            throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), settings);
        IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(JPEG_METADATA);
        var components = tree.getElementsByTagName("componentSpec");
        for (int i = 0; i < components.getLength(); i++) {
            IIOMetadataNode component = (IIOMetadataNode) components.item(i);
            component.setAttribute("HsamplingFactor", "1");
            component.setAttribute("VsamplingFactor", "1");
        }
        metadata.setFromTree(JPEG_METADATA, tree);
        return metadata;
    }

    private static BufferedImage interleaved(Picture picture, boolean alpha) {
        int depth = picture.format().depth();
        int width = picture.width();
        int height = picture.height();
        int bands = alpha ? 4 : 3;
        int type = depth == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
        byte[] bytes = depth == 8 ? new byte[bands * width * height] : new byte[0];
        short[] shorts = depth == 8 ? new short[0] : new short[bands * width * height];
        int[] planes = {2, 0, 1, 3};
        for (int band = 0; band < bands; band++) {
            if (depth == 16) {
                interleave16(picture, planes[band], shorts, band, bands);
            } else {
                interleave8(picture, planes[band], bytes, band, bands);
            }
        }
        DataBuffer data =
                depth == 8 ? new DataBufferByte(bytes, bytes.length) : new DataBufferUShort(shorts, shorts.length);
        int[] offsets = alpha ? new int[] {0, 1, 2, 3} : new int[] {0, 1, 2};
        WritableRaster raster =
                Raster.createInterleavedRaster(data, width, height, bands * width, bands, offsets, null);
        ColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                type);
        return new BufferedImage(colours, raster, false, null);
    }

    private static void interleave8(Picture picture, int plane, byte[] to, int band, int bands) {
        int size = picture.width() * picture.height();
        byte[] from = picture.samples();
        for (int i = 0; i < size; i++) {
            to[i * bands + band] = from[plane * size + i];
        }
    }

    private static void interleave16(Picture picture, int plane, short[] to, int band, int bands) {
        int size = picture.width() * picture.height();
        byte[] from = picture.samples();
        for (int i = 0; i < size; i++) {
            int at = 2 * (plane * size + i);
            to[i * bands + band] = (short) ((from[at] & 0xff) | from[at + 1] << 8);
        }
    }
}
