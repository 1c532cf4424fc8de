package dev.atelier.scoring.image;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.scoring.plane.Resampler;
import dev.atelier.scoring.plane.SampleRows;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;

/**
 * Reads JPEG (also CMYK), PNG, WebP, TIFF, GIF and BMP, and writes JPEG, PNG and TIFF. Grey becomes RGB; the first frame stands for
 * an animation; JPEGs with a colour profile are converted to sRGB.
 */
public final class JdkImageIo implements ImageIo {
    /** Allowed pixels in an image unless said otherwise. */
    public static final long DEFAULT_MAXIMUM_PIXELS = 100_000_000;

    private final long maximumPixels;

    public JdkImageIo() {
        this(DEFAULT_MAXIMUM_PIXELS);
    }

    /** @param maximumPixels the greatest width times height that is decoded */
    public JdkImageIo(long maximumPixels) {
        this.maximumPixels = maximumPixels;
    }

    @Override
    public Picture decode(String name, byte[] bytes) {
        ImageKind kind = ImageKind.of(bytes)
                .orElseThrow(() -> new PoisonItemException(name + ": "
                        + (bytes.length == 0 ? "an empty file" : "not an image that can be read")
                        + ", where JPEG, PNG, WebP, TIFF, GIF or BMP was expected; replace or convert it"));
        try {
            return switch (kind) {
                case JPEG -> jpeg(name, bytes);
                case PNG -> png(name, bytes);
                case WEBP ->
                    WebpFile.parse(bytes).orientation().upright(read(name, bytes, Codec.TWELVE_MONKEYS, "webp"));
                case GIF -> read(name, bytes, Codec.JDK, "gif");
                case BMP -> read(name, bytes, Codec.JDK, "bmp");
                case TIFF -> read(name, bytes, Codec.JDK, "tiff");
            };
        } catch (IOException e) {
            throw damaged(name, kind, e);
        } catch (RuntimeException e) {
            if (e instanceof PoisonItemException) {
                throw e;
            }
            // decoders answer some damage with whatever exception their own code runs into
            throw damaged(name, kind, e);
        }
    }

    @Override
    public Picture resize(Picture picture, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        Resampler resampler = Resampler.of(picture.width(), picture.height(), width, height);
        Picture resized = Picture.blank(width, height, picture.format());
        int from = picture.width() * picture.height();
        int to = width * height;
        float[] plane = new float[from];
        for (int i = 0; i < picture.format().planes(); i++) {
            SampleRows.read(picture, i * from, from, 1, 0, plane, 0);
            SampleRows.write(resampler.apply(plane), 0, to, 1, 0, resized, i * to);
        }
        return resized;
    }

    @Override
    public byte[] encode(Picture picture, ImageFormat format, int quality) {
        return PictureEncoder.encode(picture, format, quality);
    }

    private Picture jpeg(String name, byte[] bytes) throws IOException {
        JpegFile file = JpegFile.parse(bytes);
        check(name, file.width(), file.height());
        boolean ordinary = file.baseline() && file.components() <= 3 && !file.foreignProfile();
        if (!ordinary) {
            return file.orientation().upright(read(name, bytes, Codec.TWELVE_MONKEYS, "jpeg"));
        }
        Codec.Damage damage = new Codec.Damage();
        ImageReader reader = Codec.JDK.reader("jpeg", bytes, damage);
        Raster raster;
        try {
            raster = reader.readRaster(0, null);
        } finally {
            reader.dispose();
        }
        damage.throwIfAny();
        Picture stored =
                file.components() == 3 && !file.rgb() ? YcbcrRaster.picture(raster) : Rasters.picture(raster, null);
        return file.orientation().upright(stored);
    }

    private Picture png(String name, byte[] bytes) throws IOException {
        // the size comes before the check sums: of a bomb nothing but the header is read
        if (bytes.length >= 24) {
            Bytes header = new Bytes(bytes, true);
            check(name, header.unsigned32(16), header.unsigned32(20));
        }
        PngFile file = PngFile.parse(bytes);
        return file.orientation().upright(read(name, bytes, Codec.JDK, "png"));
    }

    private Picture read(String name, byte[] bytes, Codec codec, String format) throws IOException {
        Codec.Damage damage = new Codec.Damage();
        ImageReader reader = codec.reader(format, bytes, damage);
        try {
            check(name, reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            damage.throwIfAny();
            return Rasters.picture(image.getRaster(), image.getColorModel());
        } finally {
            reader.dispose();
        }
    }

    private void check(String name, long width, long height) {
        boolean tooLarge = width > 0 && height > maximumPixels / width;
        if (tooLarge) {
            throw new PoisonItemException(String.format(
                    Locale.ROOT,
                    "%s: %dx%d pixels, more than the allowed %s; make it smaller or raise the limit",
                    name,
                    width,
                    height,
                    maximumPixels % 1_000_000 == 0 ? maximumPixels / 1_000_000 + " million" : "" + maximumPixels));
        }
    }

    private static PoisonItemException damaged(String name, ImageKind kind, Exception e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new PoisonItemException(name + ": a damaged " + kind.label() + ": " + reason + "; replace the file", e);
    }
}
