package dev.atelier.testkit;

import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.ObjectStore;

class MemoryStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore emptyStore() {
        return new MemoryStore();
    }
}
