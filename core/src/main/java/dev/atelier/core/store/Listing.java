package dev.atelier.core.store;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** All objects with a prefix, page by page. */
public final class Listing implements Iterable<ObjectInfo> {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final String prefix;

    public Listing(ObjectStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    @Override
    public Iterator<ObjectInfo> iterator() {
        return new Iterator<>() {
            private List<ObjectInfo> page = List.of();
            private int next;
            private String last = "";
            private boolean complete;

            @Override
            public boolean hasNext() {
                while (next == page.size() && !complete) {
                    ObjectPage fetched = store.list(prefix, last, PAGE);
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
