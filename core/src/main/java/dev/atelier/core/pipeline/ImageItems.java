package dev.atelier.core.pipeline;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ReadAhead;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Images of a folder, decoded by whoever scores them. Those of a folder on the disk are read one after the other, those of
 * a store several at once, ahead of their turn.
 */
final class ImageItems implements ItemSource {
    private static final long MOST_BYTES = 512L << 20;

    /** With two batches at once, 32 reads are under way: what a distant store needs. */
    private static final int AHEAD = 16;

    private static final long BYTES_AHEAD = 32L << 20;

    private final ImageIo imageIo;
    private final Location folder;
    private final FrameSize size;
    private final Source.Stitch stitch;
    private final Iterator<Numbered> numbered;
    private final ReadAhead<Numbered, Item> ahead;

    private record Numbered(int index, Source.Image image) {}

    /** @param stitch what each image has to be a frame of; null for images on their own */
    ImageItems(
            ImageIo imageIo,
            Location folder,
            ImagePages images,
            FrameSize size,
            Source.Stitch stitch,
            FrameRange range) {
        this.imageIo = imageIo;
        this.folder = folder;
        this.size = size;
        this.stitch = stitch;
        numbered = IntStream.range(range.first(), range.end())
                .mapToObj(index -> new Numbered(index, images.get(index)))
                .iterator();
        boolean local = folder.store()
                .localFile(folder.child(images.get(range.first()).name()))
                .isPresent();
        ahead = local
                ? null
                : new ReadAhead<>(
                        numbered, this::item, one -> one.image.size(), Math.min(AHEAD, range.count()), BYTES_AHEAD);
    }

    @Override
    public Item next() throws InterruptedException {
        // of reads that overlap with others, and with scoring, only the time counts for which they were waited for
        long start = System.nanoTime();
        Item item = ahead != null ? ahead.next() : numbered.hasNext() ? item(numbered.next()) : null;
        return item == null
                ? null
                : new Item(item.index(), item.name(), item.seconds(), System.nanoTime() - start, item.decoding());
    }

    private Item item(Numbered numbered) {
        Source.Image image = numbered.image;
        Item.Decoding decoding;
        try {
            byte[] bytes = read(image);
            decoding = () -> decode(image.name(), bytes);
        } catch (PoisonItemException e) {
            decoding = () -> {
                throw e;
            };
        }
        return new Item(numbered.index, image.name(), Double.NaN, 0, decoding);
    }

    private Picture decode(String name, byte[] bytes) {
        Picture picture = imageIo.decode(name, bytes);
        if (stitch != null) {
            picture = stitch.format().depth() == 8 && tellsNoDepth(name) ? picture.shallow() : picture;
            checkFits(name, picture);
        }
        FrameSize wanted = size.of(picture.width(), picture.height());
        return imageIo.resize(picture, wanted.width(), wanted.height());
    }

    /** Whether files of this name give pictures of 16 bits, whatever was written. */
    static boolean tellsNoDepth(String name) {
        return ImageFormat.ofExtension(ObjectName.extension(name))
                .filter(ImageFormat::alwaysDeep)
                .isPresent();
    }

    private void checkFits(String name, Picture picture) {
        Source.Frames video = stitch.frames();
        if (picture.width() != video.width()
                || picture.height() != video.height()
                || picture.format() != stitch.format()) {
            throw new PoisonItemException(name + " is " + picture.width() + "x" + picture.height() + " "
                    + picture.format() + "; the first frame of the video is " + video.width() + "x" + video.height()
                    + " " + stitch.format() + ", and all have to be like it");
        }
    }

    private byte[] read(Source.Image image) {
        if (image.size() > MOST_BYTES) {
            throw new PoisonItemException(image.name() + " has " + image.size() + " bytes, more than the allowed "
                    + MOST_BYTES + "; make it smaller");
        }
        String name = folder.child(image.name());
        try (InputStream in = folder.store().read(name)) {
            byte[] bytes = in.readNBytes((int) image.size() + 1);
            if (bytes.length != image.size()) {
                throw new PoisonItemException(image.name() + " has changed since the job was planned; start it afresh");
            }
            return bytes;
        } catch (NoSuchObjectException e) {
            throw new PoisonItemException(image.name() + " was there when the job was planned and is gone", e);
        } catch (IOException e) {
            throw new TransientException("reading " + folder.store().address(name) + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (ahead != null) {
            ahead.close();
        }
    }
}
