package dev.atelier.core.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The digest of a listing: of the names, sizes and versions of objects, in their order. */
public final class ListingDigest {
    private final int prefix;
    private final MessageDigest digest = Digest.sha256();

    /** @param prefix what all names begin with, which does not count */
    public ListingDigest(String prefix) {
        this.prefix = prefix.length();
    }

    public void add(ObjectInfo object) {
        String line = object.name().substring(prefix) + '\0' + object.size() + '\0' + object.etag() + '\n';
        digest.update(line.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 of what was added, which begins anew with this. */
    public String hex() {
        return Digest.hex(digest.digest());
    }
}
