package dev.atelier.core.pipeline;

import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.RecordPages;
import dev.atelier.core.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The images of a source by their numbers: few pages of the list in memory, whatever its length. */
final class ImagePages {
    /** More than there are batches at once, so that no page is read for every image. */
    private static final int MOST_PAGES = 16;

    private final RecordPages<Source.Image> pages;
    private final Map<Integer, List<Source.Image>> latest = new LinkedHashMap<>(MOST_PAGES, 0.75f, true);

    ImagePages(ObjectStore ops, JobLayout layout, Source.Images source) {
        pages = records(ops, layout, source.token());
    }

    static RecordPages<Source.Image> records(ObjectStore ops, JobLayout layout, long token) {
        return new RecordPages<>(ops, layout.sourcePages(token), Source.Image[].class);
    }

    synchronized Source.Image get(int index) {
        int page = index / RecordPages.PAGE;
        List<Source.Image> images = latest.get(page);
        if (images == null) {
            images = pages.page(page);
            latest.put(page, images);
            if (latest.size() > MOST_PAGES) {
                latest.remove(latest.keySet().iterator().next());
            }
        }
        return images.get(index % RecordPages.PAGE);
    }
}
