package dev.atelier.testkit.fake;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.util.Optional;

/** A store as a credential sees it that may read names with one beginning and write names with another: else it is refused. */
public final class LimitedStore extends ForwardingStore {
    private final String readable;
    private final String writable;

    /**
     * @param readable what names begin with that may be read, looked at and listed; null for none
     * @param writable what names begin with that may be written and deleted; null for none
     */
    public LimitedStore(ObjectStore store, String readable, String writable) {
        super(store);
        this.readable = readable;
        this.writable = writable;
    }

    private void mayRead(String name) {
        check(name, readable, "reading");
    }

    private void mayWrite(String name) {
        check(name, writable, "writing");
    }

    private void check(String name, String allowed, String doing) {
        if (allowed == null || !name.startsWith(allowed)) {
            throw new InvalidRequestException(doing + " " + address(name) + ": the store answered 403");
        }
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        mayRead(name);
        return super.stat(name);
    }

    @Override
    protected void reading(String name) {
        mayRead(name);
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        mayWrite(name);
        return super.put(name, content, condition);
    }

    @Override
    public Optional<ObjectInfo> copy(String source, String target, WriteCondition condition) {
        mayRead(source);
        mayWrite(target);
        return super.copy(source, target, condition);
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        mayRead(prefix);
        return super.list(prefix, after, limit);
    }

    @Override
    public void delete(String name) {
        mayWrite(name);
        super.delete(name);
    }

    @Override
    public boolean delete(ObjectInfo version) {
        mayWrite(version.name());
        return super.delete(version);
    }

    @Override
    public void discardUnfinished(String place) {
        mayWrite(place);
        super.discardUnfinished(place);
    }
}
