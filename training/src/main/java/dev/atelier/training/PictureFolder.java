package dev.atelier.training;

import dev.atelier.core.failure.InvalidRequestException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The pictures of a folder, sorted by name, decoded when first asked for and kept. */
final class PictureFolder implements PictureSet {
    private final List<Path> files;
    private final BufferedImage[] decoded;

    /** @throws InvalidRequestException if there is no JPEG or PNG picture in the folder */
    PictureFolder(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(PictureFolder::isPicture).sorted().toList();
        } catch (IOException e) {
            throw new InvalidRequestException(folder + ": cannot be listed; give a folder of pictures", e);
        }
        if (files.isEmpty()) {
            throw new InvalidRequestException(folder + ": no .jpg or .png picture in it; give a folder of pictures");
        }
        decoded = new BufferedImage[files.size()];
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public BufferedImage get(int index) {
        if (decoded[index] == null) {
            decoded[index] = read(files.get(index));
        }
        return decoded[index];
    }

    static BufferedImage read(Path file) {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new InvalidRequestException(file + ": cannot be decoded; remove it from the folder", e);
        }
        if (image == null) {
            throw new InvalidRequestException(file + ": not a picture; remove it from the folder");
        }
        BufferedImage rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = rgb.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return rgb;
    }
}
