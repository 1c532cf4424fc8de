package dev.atelier.core.store;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Gives away a little of one's own access to a store, for a while. */
public interface SignedLinks {
    /** What a link permits. */
    enum Access {
        READ,
        WRITE,
        DELETE
    }

    /**
     * A link to one object, whether or not it is there. The link is a secret: who has it has the access.
     *
     * @param life how long it works, at least a second
     * @throws dev.atelier.core.failure.InvalidRequestException if it is longer than the store permits
     */
    URI toObject(String name, Access access, Duration life);

    /** A link to all objects below a prefix; empty where the store cannot limit a link to that prefix. */
    Optional<URI> toPrefix(String prefix, Access access, Duration life);
}
