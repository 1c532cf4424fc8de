package dev.atelier.core.job;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A list of records in pages of a store, for lists that need not fit into memory: written once from beginning to end,
 * then read by any number of readers.
 */
public final class RecordPages<T> {
    /** Records a page: about 100 KB of names, little beside what they name. */
    public static final int PAGE = 1000;

    private final ObjectStore store;
    private final String folder;
    private final Class<T[]> type;

    /** @param folder the name that all pages begin with, a slash at its end */
    public RecordPages(ObjectStore store, String folder, Class<T[]> type) {
        this.store = store;
        this.folder = folder;
        this.type = type;
    }

    private String name(int page) {
        return folder + JobLayout.number(page) + ".json";
    }

    /** The records of a page, by its number from 0. */
    public List<T> page(int number) {
        String name = name(number);
        try (InputStream in = store.read(name)) {
            return List.of(Json.read(in.readAllBytes(), type));
        } catch (NoSuchObjectException | IOException e) {
            throw new InvalidRequestException(
                    "the record " + store.address(name) + " cannot be read; remove the job to start over", e);
        }
    }

    /** All records, the page of each read when its turn comes. */
    public Iterable<T> all(int count) {
        return () -> new Iterator<>() {
            private List<T> page = List.of();
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public T next() {
                if (next == count) {
                    throw new NoSuchElementException();
                }
                if (next % PAGE == 0) {
                    page = page(next / PAGE);
                }
                return page.get(next++ % PAGE);
            }
        };
    }

    /** Begins to write the pages, over any that are there. */
    public Writer writer() {
        return new Writer();
    }

    /** Writes a page whenever there are records for one. */
    public final class Writer {
        private final List<T> waiting = new ArrayList<>(PAGE);
        private int count;

        private Writer() {}

        public void add(T entry) {
            waiting.add(entry);
            count++;
            if (waiting.size() == PAGE) {
                flush();
            }
        }

        /** Writes the last page. */
        public void finish() {
            if (!waiting.isEmpty()) {
                flush();
            }
        }

        /** How many records were added. */
        public int count() {
            return count;
        }

        /** How many of them can be read. */
        public int written() {
            return count - waiting.size();
        }

        private void flush() {
            store.put(name((count - 1) / PAGE), Content.of(Json.bytes(waiting)), WriteCondition.ALWAYS);
            waiting.clear();
        }
    }
}
