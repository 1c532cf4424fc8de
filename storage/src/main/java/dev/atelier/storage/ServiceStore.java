package dev.atelier.storage;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.store.ConditionsBefore;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What the stores behind a service have in common: what its answers mean, and how much is sent at once. */
abstract class ServiceStore implements ObjectStore {
    private static final Set<String> OTHERS_MISSING = Set.of("ContainerNotFound", "NoSuchBucket", "NoSuchUpload");

    private final OrderedPages pages = new OrderedPages(this::page);

    /** What the service answered to a request that did not succeed; empty if it answered nothing. */
    abstract Optional<Refusal> refusal(RuntimeException failure);

    /** What it means that the service answered nothing. */
    abstract RuntimeException unanswered(String doing, RuntimeException failure);

    /** The object; a service without one refuses. */
    abstract Optional<ObjectInfo> look(String name);

    /**
     * Opens an object for reading.
     *
     * @param length 1 or more
     * @param etag of the only version that is wanted; null for the one that is there
     */
    abstract ObjectStream open(String name, long offset, long length, String etag);

    abstract Optional<ObjectInfo> putAtOnce(String name, byte[] bytes, WriteCondition condition);

    abstract Optional<ObjectInfo> putInParts(String name, byte[] first, InputStream rest, WriteCondition condition)
            throws IOException;

    /** The next objects in the service's order, as {@link OrderedPages.Service} wants them. */
    abstract ObjectPage page(String prefix, String after, int limit);

    @Override
    public Optional<ObjectInfo> stat(String name) {
        ObjectName.checked(name);
        return call("looking at", name, () -> unless(this::isMissing, () -> look(name)));
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        return read(name, offset, length, null);
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        return read(version.name(), offset, length, version.etag());
    }

    private ObjectStream read(String name, long offset, long length, String etag) {
        ObjectName.checked(name);
        if (length <= 0) {
            return empty(name, etag);
        }
        return call("reading", name, () -> {
            try {
                return open(name, offset, length, etag);
            } catch (RuntimeException e) {
                int status = refusal(e).map(Refusal::status).orElse(0);
                if (status == 416) {
                    return empty(name, etag);
                }
                if (isMissing(e)) {
                    throw new NoSuchObjectException(address(name));
                }
                throw status == 412 ? NoSuchObjectException.changed(address(name)) : e;
            }
        });
    }

    private ObjectStream empty(String name, String etag) {
        ObjectInfo now = stat(name).orElseThrow(() -> new NoSuchObjectException(address(name)));
        if (etag != null && !etag.equals(now.etag())) {
            throw NoSuchObjectException.changed(address(name));
        }
        return new ObjectStream(now, InputStream.nullInputStream());
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        ObjectName.checked(name);
        try (InputStream in = content.open()) {
            byte[] first = firstPart(in);
            if (first.length < Parts.SIZE) {
                return putAtOnce(name, first, condition);
            }
            // so that nothing large is sent in vain
            return ConditionsBefore.mayHold(this, name, condition)
                    ? putInParts(name, first, in, condition)
                    : Optional.empty();
        } catch (IOException e) {
            throw new InfrastructureException(
                    "writing " + address(name) + " failed: what was to be written cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** Bytes in memory and files tell how many they are, and are copied once then. */
    private static byte[] firstPart(InputStream in) throws IOException {
        byte[] told = new byte[Math.max(0, Math.min(Parts.SIZE, in.available()))];
        int count = in.readNBytes(told, 0, told.length);
        byte[] more = count < told.length ? new byte[0] : in.readNBytes(Parts.SIZE - count);
        if (count == told.length && more.length == 0) {
            return told;
        }
        byte[] all = Arrays.copyOf(told, count + more.length);
        System.arraycopy(more, 0, all, count, more.length);
        return all;
    }

    /** @param request writes, and gives what was written */
    Optional<ObjectInfo> write(String name, WriteCondition condition, Supplier<ObjectInfo> request) {
        return call("writing", name, () -> unless(e -> isConflict(e, condition), () -> Optional.of(request.get())));
    }

    private interface Test {
        boolean holds(RuntimeException failure);
    }

    private static <T> Optional<T> unless(Test empty, Supplier<Optional<T>> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            if (empty.holds(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    boolean isMissing(RuntimeException e) {
        return refusal(e)
                .filter(refusal -> refusal.status() == 404 && !OTHERS_MISSING.contains(refusal.code()))
                .isPresent();
    }

    /** 412, or Azure's 409 BlobAlreadyExists (Azurite's in any case); and a missing object cannot be unchanged. */
    boolean isConflict(RuntimeException e, WriteCondition condition) {
        if (condition instanceof WriteCondition.Always) {
            return false;
        }
        boolean refused = refusal(e)
                .filter(refusal -> refusal.status() == 412 || refusal.code().equals("BlobAlreadyExists"))
                .isPresent();
        return refused || (condition instanceof WriteCondition.IfUnchanged && isMissing(e));
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        return pages.page(prefix, after, limit);
    }

    /** Deletes an object if it is still that version; refuses if it is not, or is missing. */
    abstract void deleteVersion(ObjectInfo version);

    @Override
    public boolean delete(ObjectInfo version) {
        ObjectName.checked(version.name());
        return call("deleting", version.name(), () -> {
            try {
                deleteVersion(version);
                return true;
            } catch (RuntimeException e) {
                if (isMissing(e)) {
                    return true;
                }
                if (refusal(e).filter(refusal -> refusal.status() == 412).isPresent()) {
                    // to some services what is missing is no known version either
                    return stat(version.name()).isEmpty();
                }
                throw e;
            }
        });
    }

    /** Makes a request, and turns what comes instead of a success into Atelier's failures. */
    <T> T call(String doing, String name, Supplier<T> request) {
        try {
            return request.get();
        } catch (NoSuchObjectException | AtelierException e) {
            throw e;
        } catch (RuntimeException e) {
            String what = doing + " " + address(name);
            throw refusal(e)
                    .<RuntimeException>map(refusal -> ServiceFailure.refused(what, refusal.status(), refusal.code(), e))
                    .orElseGet(() -> unanswered(what, e));
        }
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    static String unquoted(String etag) {
        return etag.replace("\"", "");
    }
}
