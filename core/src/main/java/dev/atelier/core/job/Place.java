package dev.atelier.core.job;

import java.io.Serializable;

/**
 * Where a batch is done.
 *
 * @param node address of the machine; empty for that of the driver
 * @param executor the process there, by the name that {@link JobEvent.ExecutorAdded} gave it; empty for the driver itself
 */
public record Place(String node, String executor) implements Serializable {
    /** In the driver's own process. */
    public static final Place HERE = new Place("", "");

    private static final long serialVersionUID = 1L;
}
