package dev.atelier.video;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Images as plain samples behind a header of four numbers, whatever they are called: exact, and quick. */
final class RawImageIo implements ImageIo {
    private static final int HEADER = 16;

    @Override
    public Picture decode(String name, byte[] bytes) {
        if (bytes.length < HEADER) {
            throw new PoisonItemException(name + " is no image");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int planes = header.getInt();
        int depth = header.getInt();
        PictureFormat format = Arrays.stream(PictureFormat.values())
                .filter(f -> f.planes() == planes && f.depth() == depth)
                .findFirst()
                .orElseThrow();
        return new Picture(header.getInt(), header.getInt(), format, Arrays.copyOfRange(bytes, HEADER, bytes.length));
    }

    @Override
    public Picture resize(Picture picture, int width, int height) {
        if (width != picture.width() || height != picture.height()) {
            throw new UnsupportedOperationException("nothing is resized here");
        }
        return picture;
    }

    @Override
    public byte[] encode(Picture picture, ImageFormat format, int quality) {
        byte[] samples = picture.samples();
        return ByteBuffer.allocate(HEADER + samples.length)
                .putInt(picture.format().planes())
                .putInt(picture.format().depth())
                .putInt(picture.width())
                .putInt(picture.height())
                .put(samples)
                .array();
    }
}
