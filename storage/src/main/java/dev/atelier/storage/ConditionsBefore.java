package dev.atelier.storage;

import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.util.Optional;

/** Looks at a condition before a large write, so that nothing large is sent in vain; the write itself decides. */
final class ConditionsBefore {
    private ConditionsBefore() {}

    static boolean mayHold(ObjectStore store, String name, WriteCondition condition) {
        if (condition instanceof WriteCondition.Always) {
            return true;
        }
        Optional<ObjectInfo> there = store.stat(name);
        return condition instanceof WriteCondition.IfUnchanged unchanged
                ? there.filter(info -> info.etag().equals(unchanged.etag())).isPresent()
                : there.isEmpty();
    }
}
