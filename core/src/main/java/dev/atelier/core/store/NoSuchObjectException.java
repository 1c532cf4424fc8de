package dev.atelier.core.store;

import java.util.NoSuchElementException;

/** There is no object of the name that was asked for. */
public final class NoSuchObjectException extends NoSuchElementException {
    private static final long serialVersionUID = 1L;

    public NoSuchObjectException(String address) {
        super("there is no object " + address);
    }
}
