package dev.atelier.core.store;

/**
 * What a store knows of an object's bytes, to be compared with those that arrived.
 *
 * @param algorithm how it is computed
 * @param hex the value, in lower-case hex
 */
public record Checksum(Algorithm algorithm, String hex) {
    /** The algorithms that stores use. */
    public enum Algorithm {
        MD5,
        CRC32,
        CRC32C
    }
}
