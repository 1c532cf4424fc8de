package dev.atelier.storage;

import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import java.util.Optional;
import java.util.Set;

/**
 * A store that a signed link opens, as far as the link permits. Its address is the link without what makes it work, so
 * that records can hold it.
 */
record LinkedStore(ObjectStore store, String base, Set<Capability> capabilities) implements ObjectStore {
    LinkedStore {
        capabilities = Set.copyOf(capabilities);
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        return store.stat(name);
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        return store.read(name, offset, length);
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        return store.read(version, offset, length);
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        return store.put(name, content, condition);
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        return store.list(prefix, after, limit);
    }

    @Override
    public void delete(String name) {
        store.delete(name);
    }

    @Override
    public boolean delete(ObjectInfo version) {
        return store.delete(version);
    }

    @Override
    public String address(String name) {
        return base + SignedAddress.encoded(name) + SignedAddress.WITHHELD;
    }
}
