package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Reads and writes OpenEXR and writes WebP with FFmpeg, a child process for each image; leaves other formats to another.
 *
 * <p>EXR holds linear light, by the curve of sRGB, and colours that alpha has been multiplied into: pictures of 8 bits become
 * half floats and those of 16 bits floats, which both come back exactly, as 16 bits. Light above 1 is cut off. WebP has 8
 * bits; quality 100 is without loss.
 */
public final class FfmpegImageIo implements ImageIo {
    /** Processor time that the largest image can need, in seconds. */
    private static final long LONGEST = 600;

    private static final int LOSSLESS = 100;
    private static final int WEBP_MAXIMUM_SIDE = 16_383;
    private static final int CHUNK = 1 << 16;

    private final Ffmpeg ffmpeg;
    private final ImageIo others;
    private final long maximumPixels;

    /**
     * @param others reads and writes all other formats
     * @param maximumPixels the greatest width times height that is decoded
     */
    public FfmpegImageIo(FfmpegTools tools, Limits limits, ImageIo others, long maximumPixels) {
        this.ffmpeg = new Ffmpeg(tools, limits);
        this.others = others;
        this.maximumPixels = maximumPixels;
    }

    @Override
    public Picture decode(String name, byte[] bytes) {
        return ExrHeader.isExr(bytes) ? exr(name, bytes) : others.decode(name, bytes);
    }

    @Override
    public Picture resize(Picture picture, int width, int height) {
        return others.resize(picture, width, height);
    }

    @Override
    public byte[] encode(Picture picture, ImageFormat format, int quality) {
        return switch (format) {
            case EXR -> exr(picture);
            case WEBP -> webp(picture, quality);
            default -> others.encode(picture, format, quality);
        };
    }

    private Picture exr(String name, byte[] bytes) {
        ExrHeader header = ExrHeader.parse(bytes)
                .orElseThrow(() -> damaged(name, "its header cannot be read, or it ends too early"));
        if (header.height() > maximumPixels / header.width()) {
            throw new PoisonItemException(name + ": " + header.width() + "x" + header.height()
                    + " pixels, more than the allowed " + maximumPixels + "; make it smaller or raise the limit");
        }
        int width = (int) header.width();
        int height = (int) header.height();
        List<String> command = List.of(
                "-protocol_whitelist",
                "pipe",
                "-max_pixels",
                Long.toString(maximumPixels),
                "-threads",
                "1",
                "-f",
                "exr_pipe",
                "-frame_size",
                Integer.toString(bytes.length),
                "-i",
                "pipe:0",
                "-frames:v",
                "1",
                "-f",
                "rawvideo",
                "-pix_fmt",
                (header.alpha() ? "gbrapf" : "gbrpf") + (header.half() ? "16le" : "32le"),
                "pipe:1");
        try (ChildProcess decoder = ffmpeg.ffmpeg(command, LONGEST, true)) {
            boolean taken = decoder.write(bytes);
            decoder.endInput();
            Picture picture = FloatPlanes.read(decoder, width, height, header.alpha(), header.half());
            int code = decoder.exitCode();
            decoder.checkSilence("decoding " + name);
            List<String> errors = decoder.errors();
            if (!taken || picture == null || code != 0 || !errors.isEmpty()) {
                throw damaged(name, errors.isEmpty() ? "its pixels do not decode" : errors.get(0));
            }
            return picture;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static PoisonItemException damaged(String name, String reason) {
        return new PoisonItemException(name + ": a damaged OpenEXR: " + reason + "; replace the file");
    }

    private byte[] exr(Picture picture) {
        boolean half = picture.format().depth() == 8 && !picture.format().hasAlpha();
        String pixels = picture.format().hasAlpha() ? "gbrapf32le" : "gbrpf32le";
        return encode(
                picture,
                pixels,
                List.of("-c:v", "exr", "-compression", "zip16", "-format", half ? "half" : "float"),
                encoder -> FloatPlanes.write(picture, encoder));
    }

    private byte[] webp(Picture picture, int quality) {
        if (Math.max(picture.width(), picture.height()) > WEBP_MAXIMUM_SIDE) {
            throw new InvalidRequestException("a WebP cannot be " + picture.width() + "x" + picture.height()
                    + ", its sides end at " + WEBP_MAXIMUM_SIDE + " pixels; choose PNG");
        }
        Picture shallow = picture.shallow();
        boolean lossless = quality >= LOSSLESS;
        return encode(
                picture,
                PixelLayout.of(shallow.format()),
                List.of(
                        "-pix_fmt",
                        "bgra",
                        "-c:v",
                        "libwebp",
                        "-lossless",
                        lossless ? "1" : "0",
                        "-quality",
                        lossless ? "75" : Integer.toString(Math.max(0, quality))),
                encoder -> encoder.write(shallow.samples()));
    }

    private interface Feed {
        boolean to(ChildProcess encoder) throws InterruptedException;
    }

    private byte[] encode(Picture picture, String pixels, List<String> codec, Feed feed) {
        List<String> command = new java.util.ArrayList<>(List.of(
                "-protocol_whitelist",
                "pipe",
                "-f",
                "rawvideo",
                "-pixel_format",
                pixels,
                "-video_size",
                picture.width() + "x" + picture.height(),
                "-i",
                "pipe:0",
                "-frames:v",
                "1",
                "-threads",
                "1"));
        command.addAll(codec);
        command.addAll(List.of("-f", "image2pipe", "pipe:1"));
        try (ChildProcess encoder = ffmpeg.ffmpeg(command, LONGEST, true)) {
            boolean taken = feed.to(encoder);
            encoder.endInput();
            byte[] image = all(encoder);
            int code = encoder.exitCode();
            encoder.checkSilence("encoding an image");
            if (!taken || code != 0 || image.length == 0) {
                throw Failures.ofWriting("the encoder of an image", code, encoder.errors());
            }
            return image;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static byte[] all(ChildProcess encoder) throws InterruptedException {
        var bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        int count;
        do {
            count = encoder.read(chunk);
            bytes.write(chunk, 0, count);
        } while (count == chunk.length);
        return bytes.toByteArray();
    }

    private static InfrastructureException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new InfrastructureException("interrupted", e);
    }
}
