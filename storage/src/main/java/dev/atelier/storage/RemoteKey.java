package dev.atelier.storage;

import java.security.GeneralSecurityException;

/** What the keys of all services have in common. */
final class RemoteKey {
    private RemoteKey() {}

    /** Tink's envelope binds data to what it is given itself, and the service's part to nothing. */
    static void checkUnbound(byte[] bound) throws GeneralSecurityException {
        if (bound != null && bound.length > 0) {
            throw new GeneralSecurityException("this key binds to no data");
        }
    }

    static String doing(String uri) {
        return "using the key " + uri;
    }
}
