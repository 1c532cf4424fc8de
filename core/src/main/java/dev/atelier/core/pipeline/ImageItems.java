package dev.atelier.core.pipeline;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.NoSuchObjectException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Images of a folder, decoded by whoever scores them. Those of a folder on the disk are read one after the other, those of
 * a store a few at once, ahead of their turn.
 */
final class ImageItems implements ItemSource {
    private static final long MOST_BYTES = 512L << 20;

    /** As much is read ahead at most. */
    private static final long AHEAD_BYTES = 64L << 20;

    private final ImageIo imageIo;
    private final Location folder;
    private final Source.Images source;
    private final FrameSize size;
    private final int end;
    private final InFlight<Item> ahead;
    private int next;
    private int begun;
    private long aheadBytes;

    ImageItems(ImageIo imageIo, Location folder, Source.Images source, FrameSize size, FrameRange range) {
        this.imageIo = imageIo;
        this.folder = folder;
        this.source = source;
        this.size = size;
        this.next = range.first();
        this.begun = range.first();
        this.end = range.end();
        boolean local = folder.store()
                .localFile(folder.child(source.images().get(range.first()).name()))
                .isPresent();
        this.ahead = local ? null : new InFlight<>();
    }

    @Override
    public Item next() throws InterruptedException {
        if (next == end) {
            return null;
        }
        if (ahead == null) {
            return item(next++);
        }
        while (begun < end
                && ahead.size() < InFlight.MOST
                && (ahead.size() == 0 || aheadBytes + size(begun) <= AHEAD_BYTES)) {
            int index = begun++;
            aheadBytes += size(index);
            ahead.begin(() -> item(index));
        }
        aheadBytes -= size(next++);
        return ahead.take();
    }

    private long size(int index) {
        return source.images().get(index).size();
    }

    private Item item(int index) {
        Source.Image image = source.images().get(index);
        long start = System.nanoTime();
        Item.Decoding decoding;
        try {
            byte[] bytes = read(image);
            decoding = () -> decode(image.name(), bytes);
        } catch (PoisonItemException e) {
            decoding = () -> {
                throw e;
            };
        }
        return new Item(index, image.name(), Double.NaN, System.nanoTime() - start, decoding);
    }

    private Picture decode(String name, byte[] bytes) {
        Picture picture = imageIo.decode(name, bytes);
        FrameSize wanted = size.of(picture.width(), picture.height());
        return imageIo.resize(picture, wanted.width(), wanted.height());
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
