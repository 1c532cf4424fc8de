package dev.atelier.core.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A flat space of named objects, each an immutable sequence of bytes that can be replaced as a whole. Safe for use by
 * many threads and processes at once.
 *
 * <p>A name is one or more parts separated by {@code /}. No part is empty, {@code .} or {@code ..} or contains a NUL;
 * any other name is fine, spaces and all. Names are compared byte by byte in UTF-8. Every method throws {@link
 * IllegalArgumentException} for a bad name, {@link dev.atelier.core.failure.TransientException} for a fault that may
 * pass, {@link dev.atelier.core.failure.InfrastructureException} for one that will not (a full disk), {@link
 * dev.atelier.core.failure.InvalidRequestException} where access is denied and {@link
 * dev.atelier.core.failure.OutageException} where everyone is refused.
 *
 * <p>A reader sees an object whole or not at all: never half written, whatever happens to the writer. A write that
 * returned is seen by every later read, stat and list. A write that threw may still have taken place, whole.
 */
public interface ObjectStore {
    /** What this store can do. Calling what it cannot do throws an InvalidRequestException. */
    default Set<Capability> capabilities() {
        return Capability.ALL_BUT_SERVER_COPY;
    }

    /** The object of this name as it is now; empty if there is none. */
    Optional<ObjectInfo> stat(String name);

    /**
     * The whole object as it is now. The caller closes the stream; reading it may throw {@link java.io.IOException}.
     *
     * @throws NoSuchObjectException if there is none
     */
    default ObjectStream read(String name) {
        return read(name, 0, Long.MAX_VALUE);
    }

    /**
     * A part of an object.
     *
     * @param offset where to begin, 0 or more; at or past the end gives an empty stream
     * @param length how many bytes at most
     * @throws NoSuchObjectException if there is no such object
     */
    ObjectStream read(String name, long offset, long length);

    /**
     * A part of an object, in the version that was seen: what several reads give fits together.
     *
     * @throws NoSuchObjectException if the object is gone or is another by now
     */
    ObjectStream read(ObjectInfo version, long offset, long length);

    /**
     * Writes a whole object. Its content type follows from its name ({@link ContentType}). Who must know that it and
     * nobody else has written puts something of its own into the content.
     *
     * @return the object written, or empty if the condition did not hold and nothing was changed
     */
    Optional<ObjectInfo> put(String name, Content content, WriteCondition condition);

    /**
     * Copies an object within the store: without its bytes passing through this process where the store can {@link
     * Capability#SERVER_COPY}.
     *
     * @return the object written, or empty if the condition did not hold and nothing was changed
     * @throws NoSuchObjectException if there is nothing to copy
     */
    default Optional<ObjectInfo> copy(String source, String target, WriteCondition condition) {
        ObjectInfo version = stat(source).orElseThrow(() -> new NoSuchObjectException(address(source)));
        return put(target, () -> read(version, 0, Long.MAX_VALUE), condition);
    }

    /**
     * A page of the objects whose names begin with a prefix, in ascending order of their names.
     *
     * @param prefix any text, an empty one for all; need not end at a {@code /}
     * @param after only names greater than this one; an empty text for the first page
     * @param limit how many at most, 1 or more
     */
    ObjectPage list(String prefix, String after, int limit);

    /**
     * All objects whose names begin with a prefix, in ascending order of their names. What comes and goes meanwhile may be
     * among them or not. However many they are, few are in memory.
     */
    default Iterable<ObjectInfo> list(String prefix) {
        return new Listing(this, prefix);
    }

    /** Deletes an object; does nothing if there is none. */
    void delete(String name);

    /**
     * Deletes an object if it is still the version that was seen.
     *
     * @return whether it is gone; false if it is another by now, which stays
     */
    boolean delete(ObjectInfo version);

    /**
     * Throws away what writes that were never finished have left in the store, where that does not go by itself. For who
     * knows that nobody else writes there: a write under way fails.
     *
     * @param place the name of an object, for writes of that alone; or what names begin with, ending at a {@code /}
     */
    default void discardUnfinished(String place) {}

    /** The file that holds an object, for stores that keep each object as a file: to be read, never written. */
    default Optional<Path> localFile(String name) {
        return Optional.empty();
    }

    /** Makes signed links; empty where the store has none. */
    default Optional<SignedLinks> links() {
        return Optional.empty();
    }

    /** Where an object is, as a user would write it; holds no secrets. */
    String address(String name);
}
