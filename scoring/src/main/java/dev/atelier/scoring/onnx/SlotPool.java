package dev.atelier.scoring.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps as many slots as calls ran at once, within a bound. */
final class SlotPool implements AutoCloseable {
    private final int bound;
    private final Deque<Slot> idle = new ArrayDeque<>();
    private boolean closed;

    SlotPool(int bound) {
        this.bound = bound;
    }

    /** Makes a slot of a size. */
    interface Maker {
        Slot make(int width, int height) throws OrtException;
    }

    Slot take(int width, int height, Maker maker) throws OrtException {
        Slot found = null;
        synchronized (this) {
            while (found == null && !idle.isEmpty()) {
                Slot slot = idle.pop();
                if (slot.fits(width, height)) {
                    found = slot;
                } else {
                    // items of another size have come: what was kept for the old size is only in the way
                    slot.close();
                }
            }
        }
        return found != null ? found : maker.make(width, height);
    }

    void give(Slot slot) {
        synchronized (this) {
            if (!closed && idle.size() < bound) {
                idle.push(slot);
                return;
            }
        }
        slot.close();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            idle.forEach(Slot::close);
            idle.clear();
        }
    }
}
