package dev.atelier.core.pipeline;

import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.Outcome.Product;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.WriteBehind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Puts images in place, several at once, batch after batch: only what is under way is in memory. */
final class ImagePublication implements AutoCloseable {
    /** Bytes: no store sends less than this in parts that a kill could leave behind. */
    private static final int LARGE = 5 << 20;

    private static final int AT_ONCE = 16;
    private static final long BYTES_AT_ONCE = 64L << 20;

    private final BatchItems items;
    private final Location output;
    private final OutputForm.Images form;
    private final Publication publication;
    private final WriteBehind writes = new WriteBehind(AT_ONCE, BYTES_AT_ONCE);
    private final MessageDigest listing = Digest.sha256();
    private int published;

    ImagePublication(BatchItems items, Location output, OutputForm.Images form) {
        this.items = items;
        this.output = output;
        this.form = form;
        this.publication = new Publication(output.store(), items.spec().output().overwrite());
    }

    void add(Outcome outcome) throws InterruptedException {
        for (Product product : outcome.products()) {
            int index = product.items().first();
            String item = items.images() == null
                    ? VideoItems.name(index)
                    : items.images().get(index).name();
            boolean folder = items.spec().givesFolder();
            String name = folder ? output.child(ImageSink.fileName(form, item)) : output.name();
            writes.write(product.bytes(), () -> {
                if (product.bytes() >= LARGE) {
                    publication.discardUnfinished(name);
                }
                publication.put(name, Content.of(read(product)), product.digest());
            });
            String line = (folder ? ImageSink.fileName(form, item) : "") + '\0' + product.digest() + '\n';
            listing.update(line.getBytes(StandardCharsets.UTF_8));
            published++;
        }
    }

    private byte[] read(Product product) {
        try (InputStream in = items.data().read(product.name())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new TransientException(
                    "reading " + items.data().address(product.name()) + " failed: " + e.getMessage(), e);
        }
    }

    /** Waits until all is in place; gives the digest of the list of names and digests, in the order of the items. */
    String finish() throws InterruptedException {
        writes.finish();
        return Digest.hex(listing.digest());
    }

    int published() {
        return published;
    }

    @Override
    public void close() {
        writes.close();
    }
}
