package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.scoring.image.JdkImageIo;
import dev.atelier.testkit.ImageIoContract;
import dev.atelier.testkit.Pictures;
import dev.atelier.video.FfmpegImageIo;
import dev.atelier.video.FfmpegTools;
import dev.atelier.video.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All formats together, as the commands have them. */
class FfmpegImageIoTest extends ImageIoContract {
    private static final FfmpegTools TOOLS = FfmpegTools.install(TestMedia.cache());

    private static final List<Channel> PLANES = List.of(Channel.GREEN, Channel.BLUE, Channel.RED);

    private final ImageIo images = new FfmpegImageIo(TOOLS, Limits.DEFAULT, new JdkImageIo(), 1_000_000);

    @Override
    protected ImageIo imageIo() {
        return images;
    }

    @Test
    void everySampleOf16BitsComesBackFromAnExr() {
        Picture picture = Picture.blank(256, 256, PictureFormat.RGB16);
        for (int i = 0; i < 65_536; i++) {
            picture.sample(Channel.RED, i % 256, i / 256, i);
            picture.sample(Channel.GREEN, i % 256, i / 256, 65_535 - i);
            picture.sample(Channel.BLUE, i % 256, i / 256, i * 7 & 0xffff);
        }
        Picture back = images.decode("p.exr", images.encode(picture, ImageFormat.EXR, 0));

        assertThat(back.format()).isEqualTo(PictureFormat.RGB16);
        assertThat(back.samples()).isEqualTo(picture.samples());
    }

    @Test
    void everySampleOf8BitsComesBackFromAnExrOfHalfTheSize() {
        Picture picture = Picture.blank(256, 3, PictureFormat.RGB8);
        Picture deep = Picture.blank(256, 3, PictureFormat.RGB16);
        for (int x = 0; x < 256; x++) {
            for (int y = 0; y < 3; y++) {
                picture.sample(PLANES.get(y), x, y, x);
                deep.sample(PLANES.get(y), x, y, x * 257);
            }
        }
        byte[] exr = images.encode(picture, ImageFormat.EXR, 0);

        assertThat(images.decode("p.exr", exr).shallow().samples()).containsExactly(picture.samples());
        assertThat(exr.length).isLessThan(images.encode(deep, ImageFormat.EXR, 0).length);
    }

    /** What other programs expect in such a file: half of the light is 188 of 255, not 128. */
    @Test
    void anExrHoldsLinearLight(@TempDir Path folder) throws Exception {
        Picture picture = Pictures.plain(2, 2, 188, 255, 0);
        Path exr = Files.write(folder.resolve("p.exr"), images.encode(picture, ImageFormat.EXR, 0));
        ByteBuffer light = ByteBuffer.wrap(decoded(exr)).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(light.getFloat(2 * 16)).as("red").isBetween(0.49f, 0.51f);
        assertThat(light.getFloat(0)).as("green").isBetween(0.999f, 1f);
        assertThat(light.getFloat(16)).as("blue").isLessThan(0.001f);
    }

    private static byte[] decoded(Path exr) throws Exception {
        Path raw = exr.resolveSibling("p.raw");
        TestMedia.ffmpeg(List.of("-i", exr.toString(), "-f", "rawvideo", "-pix_fmt", "gbrpf32le", raw.toString()));
        return Files.readAllBytes(raw);
    }

    @Test
    void alphaComesBackWithTheColoursThatShow() {
        Picture picture = Pictures.noise(40, 30, PictureFormat.RGBA16, 9);
        picture.sample(Channel.ALPHA, 3, 4, 0);
        Picture back = images.decode("p.exr", images.encode(picture, ImageFormat.EXR, 0));

        assertThat(back.format()).isEqualTo(PictureFormat.RGBA16);
        for (Channel channel : Channel.values()) {
            for (int i = 0; i < 1200; i++) {
                boolean shows = picture.sample(Channel.ALPHA, i % 40, i / 40) > 0;
                assertThat(back.sample(channel, i % 40, i / 40))
                        .isEqualTo(shows ? picture.sample(channel, i % 40, i / 40) : 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = PictureFormat.class,
            names = {"RGB8", "RGBA8"})
    void aWebpOfQuality100IsWithoutLoss(PictureFormat format) {
        Picture picture = Pictures.noise(37, 23, format, 4);
        Picture back = images.decode("p.webp", images.encode(picture, ImageFormat.WEBP, 100));

        assertThat(back.format()).isEqualTo(format);
        if (format == PictureFormat.RGB8) {
            assertThat(back.samples()).isEqualTo(picture.samples());
        }
    }

    @Test
    void aWebpHasALikenessThatGrowsWithItsQuality() {
        Picture picture = Pictures.gradient(64, 48, PictureFormat.RGB16);
        byte[] good = images.encode(picture, ImageFormat.WEBP, 95);
        Picture back = images.decode("p.webp", good);

        assertThat(back.format()).isEqualTo(PictureFormat.RGB8);
        for (int i = 0; i < back.samples().length; i++) {
            assertThat(back.samples()[i] & 0xff)
                    .isCloseTo(picture.shallow().samples()[i] & 0xff, org.assertj.core.api.Assertions.within(12));
        }
        Picture noise = Pictures.noise(64, 64, PictureFormat.RGB8, 2);
        assertThat(images.encode(noise, ImageFormat.WEBP, 20).length)
                .isLessThan(images.encode(noise, ImageFormat.WEBP, 90).length);
    }

    @Test
    void whatIsTooLargeIsRefusedByItsHeader() {
        byte[] exr = images.encode(Pictures.plain(8, 8, 1, 2, 3), ImageFormat.EXR, 0);
        String text = new String(exr, StandardCharsets.ISO_8859_1);
        int window = text.indexOf("box2i", text.indexOf("displayWindow")) + 10;
        ByteBuffer.wrap(exr)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(window + 8, 30_000)
                .putInt(window + 12, 30_000);

        assertThatThrownBy(() -> images.decode("bomb.exr", exr))
                .isInstanceOf(PoisonItemException.class)
                .hasMessageContaining("bomb.exr")
                .hasMessageContaining("30001x30001");
        Picture wide = Pictures.plain(20_000, 1, 1, 2, 3);
        assertThatThrownBy(() -> images.encode(wide, ImageFormat.WEBP, 80))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("20000x1");
    }
}
