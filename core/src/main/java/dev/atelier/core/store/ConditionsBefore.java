package dev.atelier.core.store;

import java.util.Optional;

/** Looks at a condition before a write, so that nothing is sent in vain; the write itself decides. */
public final class ConditionsBefore {
    private ConditionsBefore() {}

    /** Whether a write is worth a try. */
    public static boolean mayHold(ObjectStore store, String name, WriteCondition condition) {
        if (condition instanceof WriteCondition.Always) {
            return true;
        }
        Optional<ObjectInfo> there = store.stat(name);
        return condition instanceof WriteCondition.IfUnchanged unchanged
                ? there.filter(info -> info.etag().equals(unchanged.etag())).isPresent()
                : there.isEmpty();
    }
}
