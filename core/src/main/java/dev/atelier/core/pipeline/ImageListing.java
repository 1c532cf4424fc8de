package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.RecordPages;
import dev.atelier.core.media.ImageNames;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/** Lists the images of a folder, or a single one, and writes the list down page by page. */
record ImageListing(ObjectStore ops, JobLayout layout, long token) {
    private static final int MOST_SKIPPED_NAMED = 100;

    Source.Images ofImage(Location image) {
        ObjectInfo info = image.store().stat(image.name()).orElseThrow(() -> PrepareStage.missing(image.toString()));
        var pages = ImagePages.records(ops, layout, token).writer();
        pages.add(new Source.Image(ObjectName.base(image.name()), info.size(), info.etag()));
        pages.finish();
        return new Source.Images(1, token, 0, List.of());
    }

    Source.Images ofFolder(Location folder) {
        RecordPages<Source.Image>.Writer pages =
                ImagePages.records(ops, layout, token).writer();
        List<String> skipped = new ArrayList<>();
        int skippedCount = 0;
        String prefix = folder.child("");
        for (ObjectInfo object : folder.store().list(prefix)) {
            String name = object.name().substring(prefix.length());
            if (ImageNames.isImage(name)) {
                pages.add(new Source.Image(name, object.size(), object.etag()));
            } else if (!name.equals(FrameIndex.NAME) && !name.matches("streams\\.[a-z0-9]+")) {
                skippedCount++;
                if (skipped.size() < MOST_SKIPPED_NAMED) {
                    skipped.add(name);
                }
            }
        }
        if (pages.count() == 0) {
            throw new InvalidRequestException("there are no images in " + folder
                    + "; expected files whose names end in .jpg, .png, .webp, .bmp, .gif, .tif or .exr");
        }
        pages.finish();
        return new Source.Images(pages.count(), token, skippedCount, skipped);
    }
}
