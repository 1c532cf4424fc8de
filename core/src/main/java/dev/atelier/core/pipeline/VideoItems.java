package dev.atelier.core.pipeline;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoIo;
import java.net.URI;
import java.util.Locale;

/** Frames of a range. Where one does not decode, it and all up to the next keyframe are given as failed. */
final class VideoItems implements ItemSource {
    private final VideoIo videoIo;
    private final URI address;
    private final Source.Frames source;
    private final int end;
    private int next;
    private FrameReader reader;
    private int failedUntil;
    private PoisonItemException failure;

    VideoItems(VideoIo videoIo, URI address, Source.Frames source, FrameRange range) {
        this.videoIo = videoIo;
        this.address = address;
        this.source = source;
        this.next = range.first();
        this.end = range.end();
    }

    @Override
    public Item next() throws InterruptedException {
        if (next == end) {
            return null;
        }
        int index = next++;
        if (index < failedUntil) {
            return item(index, new Decoded(null, failure, 0));
        }
        long start = System.nanoTime();
        try {
            if (reader == null) {
                PictureFormat format = source.info().pictureFormat();
                FrameRange rest = new FrameRange(index, end - index);
                reader = videoIo.read(address, source.info(), rest, source.width(), source.height(), format);
            }
            Picture picture = reader.next();
            if (picture == null) {
                throw new PoisonItemException(name(index) + " is missing: the video ended early");
            }
            return item(index, new Decoded(picture, null, System.nanoTime() - start));
        } catch (PoisonItemException e) {
            close();
            failure = e;
            failedUntil = index + 1;
            while (failedUntil < end && !source.info().frames().keyframes()[failedUntil]) {
                failedUntil++;
            }
            return item(index, new Decoded(null, e, System.nanoTime() - start));
        }
    }

    private Item item(int index, Decoded decoded) {
        FrameTable frames = source.info().frames();
        return new Item(index, name(index), frames.seconds(index) - frames.seconds(0), 0, decoded);
    }

    /** The name of a frame as an item. */
    static String name(int index) {
        return String.format(Locale.ROOT, "frame-%06d", index);
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private record Decoded(Picture decoded, PoisonItemException failure, long nanosBefore) implements Item.Decoding {
        @Override
        public Picture picture() {
            if (failure != null) {
                throw failure;
            }
            return decoded;
        }
    }
}
