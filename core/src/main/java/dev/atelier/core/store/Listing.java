package dev.atelier.core.store;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** All objects with a prefix, page by page. */
final class Listing implements Iterable<ObjectInfo> {
    private static final int FIRST_PAGE = 1000;

    /** Long listings are asked for in longer pages. */
    private static final int LONGEST_PAGE = 32_000;

    private final ObjectStore store;
    private final String prefix;

    Listing(ObjectStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    @Override
    public Iterator<ObjectInfo> iterator() {
        return new Iterator<>() {
            private List<ObjectInfo> page = List.of();
            private int next;
            private int limit = FIRST_PAGE;
            private String last = "";
            private boolean complete;

            @Override
            public boolean hasNext() {
                while (next == page.size() && !complete) {
                    ObjectPage fetched = store.list(prefix, last, limit);
                    limit = Math.min(2 * limit, LONGEST_PAGE);
                    page = fetched.objects();
                    next = 0;
                    complete = fetched.complete();
                    if (!page.isEmpty()) {
                        last = page.get(page.size() - 1).name();
                    }
                }
                return next < page.size();
            }

            @Override
            public ObjectInfo next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return page.get(next++);
            }
        };
    }
}
