package dev.atelier.core.store;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.TransientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A store whose passing faults are not seen: what failed is done again until a deadline, a read that breaks goes on at
 * the byte where it broke, bytes are compared with the checksum that the store knows, and a conditional write whose
 * answer was lost is recognised.
 */
public final class ResilientStore implements ObjectStore {
    private final ObjectStore store;
    private final Retry retry;

    public ResilientStore(ObjectStore store, Retry retry) {
        this.store = store;
        this.retry = retry;
    }

    @Override
    public Set<Capability> capabilities() {
        return store.capabilities();
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        return retry.run(address(name), () -> store.stat(name));
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        return resuming(retry.run(address(name), () -> store.read(name, offset, length)), offset, length);
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        String address = address(version.name());
        return resuming(retry.run(address, () -> store.read(version, offset, length)), offset, length);
    }

    private ObjectStream resuming(ObjectStream opened, long offset, long length) {
        return new ObjectStream(
                opened.object(), new ResumingStream(store, retry, opened, offset, length), opened.checksum());
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        return write(name, content, condition, () -> store.put(name, content, condition));
    }

    @Override
    public Optional<ObjectInfo> copy(String source, String target, WriteCondition condition) {
        return write(target, () -> store.read(source), condition, () -> store.copy(source, target, condition));
    }

    private Optional<ObjectInfo> write(
            String name,
            Content content,
            WriteCondition condition,
            java.util.function.Supplier<Optional<ObjectInfo>> action) {
        AtomicBoolean inDoubt = new AtomicBoolean();
        return retry.run(address(name), () -> {
            // a refusal that comes before all was sent is lost with the connection, at every try
            if (inDoubt.get() && !ConditionsBefore.mayHold(store, name, condition)) {
                return settle(name, content, condition);
            }
            Optional<ObjectInfo> written;
            try {
                written = action.get();
            } catch (TransientException e) {
                inDoubt.set(true);
                throw e;
            }
            return written.isPresent() || !inDoubt.get() ? written : settle(name, content, condition);
        });
    }

    /** An earlier try may have been carried out and its answer lost: then what was to be written is there. */
    private Optional<ObjectInfo> settle(String name, Content content, WriteCondition condition) {
        Optional<ObjectInfo> there = store.stat(name);
        if (there.isPresent() && holds(there.get(), content)) {
            return there;
        }
        if (condition instanceof WriteCondition.IfUnchanged) {
            throw new InfrastructureException("it is not known whether " + address(name)
                    + " was written: the answer was lost, and since then it has been replaced; read it and decide");
        }
        return Optional.empty();
    }

    private boolean holds(ObjectInfo there, Content content) {
        try (ObjectStream in = store.read(there, 0, Long.MAX_VALUE)) {
            return Digest.of(() -> in).equals(Digest.of(content));
        } catch (NoSuchObjectException e) {
            return false;
        } catch (IOException e) {
            throw new TransientException("reading " + address(there.name()) + " broke off: " + e.getMessage(), e);
        }
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        return retry.run(address(prefix), () -> store.list(prefix, after, limit));
    }

    @Override
    public void delete(String name) {
        retry.run(address(name), () -> {
            store.delete(name);
            return true;
        });
    }

    @Override
    public boolean delete(ObjectInfo version) {
        return retry.run(address(version.name()), () -> store.delete(version));
    }

    @Override
    public void discardUnfinished(String prefix) {
        retry.run(address(prefix), () -> {
            store.discardUnfinished(prefix);
            return true;
        });
    }

    @Override
    public Optional<Path> localFile(String name) {
        return store.localFile(name);
    }

    @Override
    public Optional<SignedLinks> links() {
        return store.links();
    }

    @Override
    public String address(String name) {
        return store.address(name);
    }
}
