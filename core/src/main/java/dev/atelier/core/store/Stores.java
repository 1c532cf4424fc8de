package dev.atelier.core.store;

/** Finds the store that an address of a user's is in. */
@FunctionalInterface
public interface Stores {
    /**
     * The place that an address names, whether or not anything is there.
     *
     * @param address a path, or an address with a scheme such as {@code file:}
     * @throws dev.atelier.core.failure.InvalidRequestException if no store is known for it
     */
    Location locate(String address);
}
