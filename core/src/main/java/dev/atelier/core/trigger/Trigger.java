package dev.atelier.core.trigger;

import dev.atelier.core.store.Digest;
import java.nio.charset.StandardCharsets;

/**
 * An object that asks for a job.
 *
 * @param name its name below the watched prefix: one part, beginning with {@code trigger}
 * @param size in bytes
 * @param etag tells it from another of the same name that is put there later
 */
public record Trigger(String name, long size, String etag) {
    /** What the names of triggers begin with. */
    static final String PREFIX = "trigger";

    private static final int LONGEST_LABEL = 60;

    /** Names this trigger, as it is now, in records: some of its name, and a digest. Safe in any store. */
    public String id() {
        String label = name.replaceAll("[^A-Za-z0-9._-]", "_");
        String digest = Digest.of((name + '\0' + etag).getBytes(StandardCharsets.UTF_8));
        return label.substring(0, Math.min(label.length(), LONGEST_LABEL)) + "-" + digest.substring(0, 12);
    }
}
