package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ImageIo} keeps to. */
public abstract class ImageIoContract {
    private ImageIo images;

    /** An adapter that allows less than 900 million pixels. */
    protected abstract ImageIo imageIo();

    /** What it writes; all, unless it is made for some. */
    protected Set<ImageFormat> formats() {
        return EnumSet.allOf(ImageFormat.class);
    }

    @BeforeEach
    final void makeImageIo() {
        images = imageIo();
    }

    @Test
    void givesBackEverySampleOfALosslessFile() {
        for (PictureFormat format : PictureFormat.values()) {
            Picture picture = Pictures.noise(37, 23, format, 1);
            Picture back = images.decode("p.png", images.encode(picture, ImageFormat.PNG, 0));
            assertThat(back.format()).isEqualTo(format);
            assertThat(back.width()).isEqualTo(37);
            assertThat(back.samples()).isEqualTo(picture.samples());
        }
    }

    @Test
    void refusesAFormatThatItDoesNotWrite() {
        Picture picture = Pictures.plain(4, 4, 1, 2, 3);
        for (ImageFormat format : EnumSet.complementOf(EnumSet.copyOf(formats()))) {
            assertThatThrownBy(() -> images.encode(picture, format, 80))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(format.name());
        }
    }

    @Test
    void keepsAPictureNearlyAsItWasInAGoodJpeg() {
        Picture picture = Pictures.gradient(64, 48, PictureFormat.RGB8);
        Picture back = images.decode("p.jpg", images.encode(picture, ImageFormat.JPEG, 95));
        assertThat(back.format()).isEqualTo(PictureFormat.RGB8);
        int worst = IntStream.range(0, picture.samples().length)
                .map(i -> Math.abs((picture.samples()[i] & 0xff) - (back.samples()[i] & 0xff)))
                .max()
                .orElseThrow();
        assertThat(worst).isLessThan(12);
    }

    @Test
    void writesAJpegOfEveryFormat() {
        for (PictureFormat format : PictureFormat.values()) {
            Picture picture = Pictures.gradient(20, 10, format);
            Picture back = images.decode("p.jpg", images.encode(picture, ImageFormat.JPEG, 90));
            assertThat(back.width()).isEqualTo(20);
            assertThat(back.height()).isEqualTo(10);
            assertThat(back.format()).isEqualTo(PictureFormat.RGB8);
        }
    }

    @Test
    void spendsMoreBytesForMoreQuality() {
        Picture picture = Pictures.noise(64, 64, PictureFormat.RGB8, 2);
        int poor = images.encode(picture, ImageFormat.JPEG, 10).length;
        int fair = images.encode(picture, ImageFormat.JPEG, 60).length;
        int good = images.encode(picture, ImageFormat.JPEG, 98).length;
        assertThat(poor).isLessThan(fair);
        assertThat(fair).isLessThan(good);
    }

    @Test
    void writesTheSameBytesForTheSamePicture() {
        for (ImageFormat format : formats()) {
            Picture picture = Pictures.noise(31, 17, PictureFormat.RGB8, 3);
            assertThat(images.encode(picture, format, 90)).isEqualTo(images.encode(picture, format, 90));
        }
    }

    @Test
    void refusesWhatIsNoImageByName() {
        byte[] garbage = new byte[5000];
        new Random(4).nextBytes(garbage);
        refuses("empty.png", new byte[0]);
        refuses("garbage.jpg", garbage);
        refuses("text.png", "not an image\n".getBytes(StandardCharsets.UTF_8));
        refuses("cut.jpg", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
    }

    @Test
    void refusesAFileThatEndsTooEarlyWhereverThatIs() {
        for (ImageFormat format : formats()) {
            byte[] whole = images.encode(Pictures.noise(80, 60, PictureFormat.RGB8, 5), format, 80);
            for (int part = 1; part < 20; part++) {
                refuses("cut." + format.extension(), Arrays.copyOf(whole, whole.length * part / 20));
            }
        }
    }

    @Test
    void answersDamageWithAPictureOrARefusalAndNothingElse() {
        Random random = new Random(6);
        for (ImageFormat format : formats()) {
            byte[] whole = images.encode(Pictures.noise(24, 24, PictureFormat.RGB8, 7), format, 80);
            for (int i = 0; i < 300; i++) {
                byte[] damaged = whole.clone();
                for (int flips = 0; flips <= i % 4; flips++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                try {
                    assertThat(images.decode("damaged", damaged).samples()).isNotEmpty();
                } catch (PoisonItemException e) {
                    assertThat(e).hasMessageContaining("damaged").hasMessageNotContaining("\n");
                }
            }
        }
    }

    @Test
    void refusesABombByItsHeader() {
        byte[] bomb = pngHeader(30_000, 30_000);
        assertThatThrownBy(() -> images.decode("bomb.png", bomb))
                .isInstanceOf(PoisonItemException.class)
                .hasMessageContaining("bomb.png")
                .hasMessageContaining("30000x30000");
    }

    private void refuses(String name, byte[] file) {
        assertThatThrownBy(() -> images.decode(name, file))
                .as("%s of %d bytes", name, file.length)
                .isInstanceOf(PoisonItemException.class)
                .hasMessageStartingWith(name)
                .hasMessageNotContaining("\n");
    }

    /** The beginning of a PNG of a size, and an end. */
    private static byte[] pngHeader(int width, int height) {
        byte[] bytes = new byte[45];
        ByteBuffer file = ByteBuffer.wrap(bytes);
        file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(file, "IHDR", header(width, height));
        chunk(file, "IEND", new byte[0]);
        return bytes;
    }

    private static byte[] header(int width, int height) {
        byte[] header = new byte[13];
        ByteBuffer.wrap(header).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        return header;
    }

    private static void chunk(ByteBuffer file, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        file.putInt(data.length).put(name).put(data).putInt((int) crc.getValue());
    }
}
