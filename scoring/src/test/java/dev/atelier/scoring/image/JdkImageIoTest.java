package dev.atelier.scoring.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.testkit.ImageIoContract;
import dev.atelier.testkit.Pictures;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdkImageIoTest extends ImageIoContract {
    private final ImageIo images = new JdkImageIo();

    @Override
    protected ImageIo imageIo() {
        return images;
    }

    @Override
    protected Set<ImageFormat> formats() {
        return PictureEncoder.FORMATS;
    }

    /** Where the red corner of a stored picture shows when it is turned upright (EXIF 2.32, tag 0x0112). */
    @ParameterizedTest
    @CsvSource({"1,0,0", "2,1,0", "3,1,1", "4,0,1", "5,0,0", "6,1,0", "7,1,1", "8,0,1"})
    void turnsAPictureUprightAsItsCameraSays(int orientation, int right, int bottom) {
        Picture stored = Pictures.plain(48, 32, 255, 255, 255);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 16; x++) {
                stored.sample(Channel.GREEN, x, y, 0);
                stored.sample(Channel.BLUE, x, y, 0);
            }
        }
        byte[] jpeg = withExif(images.encode(stored, ImageFormat.JPEG, 95), orientation);
        Picture upright = images.decode("camera.jpg", jpeg);
        boolean turned = orientation >= 5;
        assertThat(upright.width()).isEqualTo(turned ? 32 : 48);
        assertThat(upright.height()).isEqualTo(turned ? 48 : 32);
        int x = right == 1 ? upright.width() - 3 : 2;
        int y = bottom == 1 ? upright.height() - 3 : 2;
        assertThat(upright.sample(Channel.GREEN, x, y)).isLessThan(60);
        // the red patch keeps its proportions: long side along the stored picture's rows
        int insideX = right == 1 ? upright.width() - 1 - (turned ? 4 : 12) : (turned ? 4 : 12);
        int insideY = bottom == 1 ? upright.height() - 1 - (turned ? 12 : 4) : (turned ? 12 : 4);
        assertThat(upright.sample(Channel.GREEN, insideX, insideY)).isLessThan(60);
        assertThat(upright.sample(Channel.GREEN, upright.width() / 2, upright.height() / 2))
                .isGreaterThan(200);
    }

    @Test
    void turnsDeepAndTransparentPicturesToo() {
        for (PictureFormat format : PictureFormat.values()) {
            Picture stored = Pictures.noise(5, 3, format, 1);
            Picture upright = Orientation.of(6).upright(stored);
            assertThat(upright.width()).isEqualTo(3);
            for (Channel channel : Channel.values()) {
                if (channel.plane() < format.planes()) {
                    assertThat(upright.sample(channel, 2, 0)).isEqualTo(stored.sample(channel, 0, 0));
                    assertThat(upright.sample(channel, 0, 4)).isEqualTo(stored.sample(channel, 4, 2));
                }
            }
        }
    }

    @Test
    void readsPngOrientationToo() {
        byte[] png = images.encode(Pictures.noise(6, 4, PictureFormat.RGB8, 2), ImageFormat.PNG, 0);
        Picture upright = images.decode("turned.png", withExifChunk(png, 8));
        assertThat(upright.width()).isEqualTo(4);
        assertThat(upright.height()).isEqualTo(6);
    }

    @Test
    void greyBecomesColourWithItsValuesUnchanged() throws IOException {
        BufferedImage grey = new BufferedImage(256, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 256; x++) {
            grey.getRaster().setSample(x, 0, 0, x);
        }
        Picture picture = images.decode("grey.png", write(grey, "png"));
        for (int x = 0; x < 256; x++) {
            for (Channel channel : new Channel[] {Channel.RED, Channel.GREEN, Channel.BLUE}) {
                assertThat(picture.sample(channel, x, 0)).isEqualTo(x);
            }
        }
        Picture jpeg = images.decode("grey.jpg", write(grey, "jpeg"));
        assertThat(jpeg.sample(Channel.BLUE, 128, 0)).isBetween(100, 140);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gif", "bmp", "png", "tiff"})
    void palettesAndOldFormatsAreRead(String format) throws IOException {
        int type = format.equals("bmp") ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_INDEXED;
        BufferedImage image = new BufferedImage(4, 4, type);
        for (int i = 0; i < 16; i++) {
            image.setRGB(i % 4, i / 4, 0xffff0000);
        }
        Picture picture = images.decode("old." + format, write(image, format));
        assertThat(picture.sample(Channel.RED, 1, 2)).isEqualTo(255);
        assertThat(picture.sample(Channel.GREEN, 1, 2)).isZero();
    }

    @Test
    void webpIsRead() {
        Picture picture = images.decode("plain.webp", plainWebp(21, 13, 200, 100, 50));
        assertThat(picture.width()).isEqualTo(21);
        assertThat(picture.height()).isEqualTo(13);
        assertThat(picture.sample(Channel.RED, 20, 12)).isEqualTo(200);
        assertThat(picture.sample(Channel.GREEN, 0, 0)).isEqualTo(100);
        assertThat(picture.sample(Channel.BLUE, 10, 6)).isEqualTo(50);
    }

    @Test
    void aWebpThatEndsTooEarlyIsRefused() {
        byte[] webp = plainWebp(21, 13, 200, 100, 50);
        byte[] cut = java.util.Arrays.copyOf(webp, webp.length - 6);
        assertThatThrownBy(() -> images.decode("cut.webp", cut))
                .isInstanceOf(PoisonItemException.class)
                .hasMessageContaining("cut.webp: a damaged WebP: it ends too early");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void decodesAJpegJustAsTheJdkDoes(boolean progressive) throws IOException {
        byte[] plain = images.encode(Pictures.noise(50, 30, PictureFormat.RGB8, 3), ImageFormat.PNG, 0);
        BufferedImage image = ImageIO.read(new java.io.ByteArrayInputStream(plain));
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        byte[] jpeg = write(writer, settings, new IIOImage(image, null, null));
        BufferedImage expected = ImageIO.read(new java.io.ByteArrayInputStream(jpeg));
        Picture picture = images.decode("p.jpg", jpeg);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 50; x++) {
                int rgb = expected.getRGB(x, y);
                assertThat(picture.sample(Channel.RED, x, y)).isBetween((rgb >> 16 & 255) - 1, (rgb >> 16 & 255) + 1);
                assertThat(picture.sample(Channel.GREEN, x, y)).isBetween((rgb >> 8 & 255) - 1, (rgb >> 8 & 255) + 1);
                assertThat(picture.sample(Channel.BLUE, x, y)).isBetween((rgb & 255) - 1, (rgb & 255) + 1);
            }
        }
    }

    @Test
    void jpegsInTheColoursOfPrintAreRead() throws IOException {
        WritableRaster ink = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 16, 4, null);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 32; x++) {
                // Adobe writes cyan, magenta, yellow and black the other way round: 0 is full ink. Magenta and yellow
                // make red
                ink.setPixel(x, y, new int[] {255, 0, 0, 255});
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        byte[] jpeg = write(writer, writer.getDefaultWriteParam(), new IIOImage(ink, null, null));
        byte[] adobe = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.write(jpeg, 0, 2);
        marked.writeBytes(adobe);
        marked.write(jpeg, 2, jpeg.length - 2);
        Picture picture = images.decode("print.jpg", marked.toByteArray());
        assertThat(picture.format()).isEqualTo(PictureFormat.RGB8);
        assertThat(picture.width()).isEqualTo(32);
        assertThat(picture.sample(Channel.RED, 5, 5)).isGreaterThan(200);
        assertThat(picture.sample(Channel.GREEN, 5, 5)).isLessThan(80);
    }

    private static byte[] write(ImageWriter writer, ImageWriteParam settings, IIOImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(null, image, settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @Test
    void aLimitOfPixelsIsNamedInTheRefusal() {
        byte[] jpeg = images.encode(Pictures.noise(40, 30, PictureFormat.RGB8, 4), ImageFormat.JPEG, 50);
        assertThatThrownBy(() -> new JdkImageIo(1000).decode("large.jpg", jpeg))
                .isInstanceOf(PoisonItemException.class)
                .hasMessage("large.jpg: 40x30 pixels, more than the allowed 1000; make it smaller or raise the limit");
    }

    @Test
    void aFlippedByteInAPngIsFound() {
        byte[] png = images.encode(Pictures.noise(40, 30, PictureFormat.RGB8, 5), ImageFormat.PNG, 50);
        png[png.length / 2] ^= 1;
        assertThatThrownBy(() -> images.decode("flipped.png", png)).hasMessageContaining("check sum");
    }

    @Test
    void aProgressiveJpegOfThousandsOfScansIsRefused() {
        byte[] jpeg = images.encode(Pictures.plain(16, 16, 1, 2, 3), ImageFormat.JPEG, 50);
        byte[] bomb = java.util.Arrays.copyOf(jpeg, jpeg.length + 4000);
        for (int i = 0; i < jpeg.length; i++) {
            if (bomb[i] == (byte) 0xff && bomb[i + 1] == (byte) 0xc0) {
                bomb[i + 1] = (byte) 0xc2;
            }
        }
        for (int i = jpeg.length; i < bomb.length; i += 2) {
            bomb[i] = (byte) 0xff;
            bomb[i + 1] = (byte) 0xda;
        }
        assertThatThrownBy(() -> images.decode("scans.jpg", bomb)).hasMessageContaining("scans");
    }

    /** A lossless WebP (RFC 9649, section 3) in which every code has one symbol, so that pixels take no bits. */
    private static byte[] plainWebp(int width, int height, int red, int green, int blue) {
        java.math.BigInteger bits = java.math.BigInteger.ZERO;
        int at = 0;
        int[][] fields = {
            {0x2f, 8}, {width - 1, 14}, {height - 1, 14}, {0, 4}, {0, 3},
            {0b101 | green << 3, 11}, {0b101 | red << 3, 11}, {0b101 | blue << 3, 11}, {0b101 | 255 << 3, 11}, {1, 4}
        };
        for (int[] field : fields) {
            bits = bits.or(java.math.BigInteger.valueOf(field[0]).shiftLeft(at));
            at += field[1];
        }
        // the decoder reads ahead
        int length = (at + 7) / 8 + 16 & ~1;
        java.nio.ByteBuffer file =
                java.nio.ByteBuffer.wrap(new byte[20 + length]).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + length);
        file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(length);
        for (int i = 0; i < length; i++) {
            file.put(bits.shiftRight(8 * i).byteValue());
        }
        return file.array();
    }

    private static byte[] write(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static byte[] tiff(int orientation) {
        return new byte[] {
            'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0
        };
    }

    private static byte[] withExif(byte[] jpeg, int orientation) {
        byte[] tiff = tiff(orientation);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (tiff.length + 8)});
        bytes.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(tiff);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    private static byte[] withExifChunk(byte[] png, int orientation) {
        byte[] tiff = tiff(orientation);
        byte[] name = "eXIf".getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(tiff);
        java.nio.ByteBuffer chunk = java.nio.ByteBuffer.wrap(new byte[tiff.length + 12])
                .putInt(tiff.length)
                .put(name)
                .put(tiff)
                .putInt((int) crc.getValue());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(png, 0, 33);
        bytes.write(chunk.array(), 0, chunk.position());
        bytes.write(png, 33, png.length - 33);
        return bytes.toByteArray();
    }
}
