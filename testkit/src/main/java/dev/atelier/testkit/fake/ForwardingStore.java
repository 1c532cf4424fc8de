package dev.atelier.testkit.fake;

import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Another store under a name of its own: for tests that watch, or change, what one method does. */
public class ForwardingStore implements ObjectStore {
    private final ObjectStore store;

    public ForwardingStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        return store.stat(name);
    }

    @Override
    public Set<Capability> capabilities() {
        return store.capabilities();
    }

    /** Called before an object is read, whichever way; may throw. */
    protected void reading(String name) {}

    @Override
    public ObjectStream read(String name, long offset, long length) {
        reading(name);
        return store.read(name, offset, length);
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        reading(version.name());
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
    public Optional<Path> localFile(String name) {
        return store.localFile(name);
    }

    @Override
    public String address(String name) {
        return store.address(name);
    }
}
