package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.RecordPages;
import dev.atelier.core.media.ImageNames;
import dev.atelier.core.store.ListingDigest;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Lists the images of a folder, or a single one, and writes the list down page by page. */
final class ImageListing {
    private static final int MOST_SKIPPED_NAMED = 100;

    private final Location folder;
    private final long token;
    private final String prefix;
    private final Iterator<ObjectInfo> objects;
    private final ListingDigest digest;
    private final RecordPages<Source.Image>.Writer pages;
    private final List<String> skipped = new ArrayList<>();
    private int skippedCount;

    /** @param token fencing token of the driver */
    ImageListing(ObjectStore ops, JobLayout layout, long token, Location folder) {
        this.folder = folder;
        this.token = token;
        prefix = folder.child("");
        objects = folder.store().list(prefix).iterator();
        digest = new ListingDigest(prefix);
        pages = ImagePages.records(ops, layout, token).writer();
    }

    static Source.Images ofImage(ObjectStore ops, JobLayout layout, long token, Location image) {
        ObjectInfo info = image.store().stat(image.name()).orElseThrow(() -> PrepareStage.missing(image.toString()));
        var pages = ImagePages.records(ops, layout, token).writer();
        pages.add(new Source.Image(ObjectName.base(image.name()), info.size(), info.etag()));
        pages.finish();
        return new Source.Images(1, token, 0, List.of(), "", false);
    }

    /** Goes on until another page is written, or all are: then what it gives is no longer growing. */
    Source.Images next() {
        int before = pages.written();
        while (objects.hasNext()) {
            ObjectInfo object = objects.next();
            digest.add(object);
            String name = object.name().substring(prefix.length());
            if (ImageNames.isImage(name)) {
                pages.add(new Source.Image(name, object.size(), object.etag()));
            } else if (!name.equals(FrameIndex.NAME) && !name.matches("streams\\.[a-z0-9]+")) {
                skippedCount++;
                if (skipped.size() < MOST_SKIPPED_NAMED) {
                    skipped.add(name);
                }
            }
            if (pages.written() > before) {
                return new Source.Images(pages.written(), token, skippedCount, skipped, "", true);
            }
        }
        if (pages.count() == 0) {
            throw new InvalidRequestException("there are no images in " + folder
                    + "; expected files whose names end in .jpg, .png, .webp, .bmp, .gif, .tif or .exr");
        }
        pages.finish();
        return new Source.Images(pages.count(), token, skippedCount, skipped, digest.hex(), false);
    }

    /** Goes on to the end. */
    Source.Images all() {
        Source.Images listed = next();
        while (listed.growing()) {
            listed = next();
        }
        return listed;
    }
}
