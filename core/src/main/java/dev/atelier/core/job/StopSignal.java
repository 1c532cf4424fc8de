package dev.atelier.core.job;

import java.util.concurrent.atomic.AtomicBoolean;

/** A request to stop: batches in flight are finished, no others begun. Cannot be taken back. */
public final class StopSignal {
    private final AtomicBoolean requested = new AtomicBoolean();

    public void request() {
        requested.set(true);
    }

    public boolean isRequested() {
        return requested.get();
    }
}
