package dev.atelier.testkit.samples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes JPEG files no larger than asked. */
final class JpegFile {
    private JpegFile() {}

    /** Writes an image in the best quality that fits; an existing file is replaced. */
    static void write(BufferedImage image, Path file, long most) throws IOException {
        for (int quality = 95; quality >= 5; quality -= 3) {
            Files.deleteIfExists(file);
            write(image, file, quality / 100f);
            if (Files.size(file) <= most) {
                return;
            }
        }
        throw new IOException(file + " does not fit into " + most + " bytes");
    }

    private static void write(BufferedImage image, Path file, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
    }
}
