package dev.atelier.core.store;

import java.util.NoSuchElementException;

/** There is no object of the name, or of the version, that was asked for. */
public final class NoSuchObjectException extends NoSuchElementException {
    private static final long serialVersionUID = 1L;

    public NoSuchObjectException(String address) {
        this("there is no object", address);
    }

    private NoSuchObjectException(String what, String address) {
        super(what + " " + address);
    }

    /** The object is gone, or another one has its name. */
    public static NoSuchObjectException changed(String address) {
        return new NoSuchObjectException("what was read before has been replaced or deleted:", address);
    }
}
