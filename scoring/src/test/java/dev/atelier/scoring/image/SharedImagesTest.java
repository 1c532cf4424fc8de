package dev.atelier.scoring.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.Picture;
import dev.atelier.testkit.SharedMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SharedImagesTest {
    private final JdkImageIo images = new JdkImageIo();
    private final SharedMedia shared = new SharedMedia();

    private Picture read(Path file) throws IOException {
        return images.decode(file.getFileName().toString(), Files.readAllBytes(file));
    }

    @Test
    void everyPictureOfTheExifSeriesLooksLikeTheUprightOne() throws IOException {
        for (String kind : new String[] {"Landscape", "Portrait"}) {
            Picture upright = read(shared.get("media/exif/" + kind + "_1.jpg"));
            for (int orientation = 2; orientation <= 8; orientation++) {
                Picture other = read(shared.get("media/exif/" + kind + "_" + orientation + ".jpg"));
                assertThat(other.width()).isEqualTo(upright.width());
                assertThat(meanDifference(upright, other))
                        .as("%s %d", kind, orientation)
                        .isLessThan(4);
            }
        }
    }

    private static double meanDifference(Picture a, Picture b) {
        long sum = 0;
        for (int i = 0; i < a.samples().length; i++) {
            sum += Math.abs((a.samples()[i] & 0xff) - (b.samples()[i] & 0xff));
        }
        return (double) sum / a.samples().length;
    }

    @Test
    void everySharedPictureIsRead() throws IOException {
        for (String folder : new String[] {"media/classify", "media/style", "media/frames", "media/reference"}) {
            for (Path file : shared.list(folder)) {
                assertThat(read(file).samples()).isNotEmpty();
            }
        }
    }
}
