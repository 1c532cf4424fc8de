package dev.atelier.core.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The part of a store below a folder, as a store of its own. */
public final class PrefixedStore implements ObjectStore {
    private final ObjectStore store;
    private final String prefix;

    private PrefixedStore(ObjectStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /** The store of everything below a place; the store itself where the place is all of it. */
    public static ObjectStore of(Location location) {
        return location.name().isEmpty()
                ? location.store()
                : new PrefixedStore(location.store(), location.name() + "/");
    }

    @Override
    public Set<Capability> capabilities() {
        return store.capabilities();
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        return store.stat(inner(name)).map(this::outer);
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        return outer(store.read(inner(name), offset, length));
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        return outer(store.read(inner(version), offset, length));
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        return store.put(inner(name), content, condition).map(this::outer);
    }

    @Override
    public Optional<ObjectInfo> copy(String source, String target, WriteCondition condition) {
        return store.copy(inner(source), inner(target), condition).map(this::outer);
    }

    @Override
    public ObjectPage list(String namePrefix, String after, int limit) {
        ObjectPage page = store.list(prefix + namePrefix, after.isEmpty() ? "" : prefix + after, limit);
        List<ObjectInfo> objects = page.objects().stream().map(this::outer).toList();
        return new ObjectPage(objects, page.complete());
    }

    @Override
    public Iterable<ObjectInfo> list(String namePrefix) {
        Iterable<ObjectInfo> inner = store.list(prefix + namePrefix);
        return () -> StreamSupport.stream(inner.spliterator(), false)
                .map(this::outer)
                .iterator();
    }

    @Override
    public void delete(String name) {
        store.delete(inner(name));
    }

    @Override
    public boolean delete(ObjectInfo version) {
        return store.delete(inner(version));
    }

    @Override
    public void discardUnfinished(String namePrefix) {
        store.discardUnfinished(prefix + namePrefix);
    }

    @Override
    public Optional<Path> localFile(String name) {
        return store.localFile(inner(name));
    }

    @Override
    public String address(String name) {
        return store.address(prefix + name);
    }

    private String inner(String name) {
        return prefix + ObjectName.checked(name);
    }

    private ObjectInfo inner(ObjectInfo info) {
        return new ObjectInfo(inner(info.name()), info.size(), info.etag());
    }

    private ObjectInfo outer(ObjectInfo info) {
        return new ObjectInfo(info.name().substring(prefix.length()), info.size(), info.etag());
    }

    private ObjectStream outer(ObjectStream in) {
        return new ObjectStream(outer(in.object()), in, in.checksum());
    }
}
