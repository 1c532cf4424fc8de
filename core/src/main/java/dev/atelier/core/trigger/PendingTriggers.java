package dev.atelier.core.trigger;

import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectPage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The triggers that lie in a prefix. Asks the store for the names that begin with {@code trigger} and no others, so that
 * a million media beside them cost nothing; what lies in folders of such names is passed over folder by folder.
 */
record PendingTriggers(Location inbox) implements Iterable<Trigger> {
    private static final int PAGE = 1000;

    @Override
    public Iterator<Trigger> iterator() {
        String folder = inbox.child("");
        return new Iterator<>() {
            private final Deque<Trigger> page = new ArrayDeque<>();
            private String after = "";
            private boolean complete;

            @Override
            public boolean hasNext() {
                while (page.isEmpty() && !complete) {
                    fetch();
                }
                return !page.isEmpty();
            }

            private void fetch() {
                ObjectPage fetched = inbox.store().list(folder + Trigger.PREFIX, after, PAGE);
                complete = fetched.complete();
                for (ObjectInfo object : fetched.objects()) {
                    String name = object.name().substring(folder.length());
                    int slash = name.indexOf('/');
                    if (slash >= 0) {
                        // on from behind the folder: '0' follows '/'
                        after = folder + name.substring(0, slash) + "0";
                        complete = false;
                        return;
                    }
                    after = object.name();
                    page.add(new Trigger(name, object.size(), object.etag()));
                }
            }

            @Override
            public Trigger next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return page.remove();
            }
        };
    }
}
