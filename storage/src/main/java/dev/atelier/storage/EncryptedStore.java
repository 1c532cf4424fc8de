package dev.atelier.storage;

import com.google.crypto.tink.StreamingAead;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A store that keeps what another store is given encrypted and authenticated: AES-256-GCM in segments of 1 MiB, with
 * keys derived for each object (Tink's streaming AEAD), so that ranges are read without reading the rest. An object's
 * name is authenticated with it: an object that was changed, cut, or put under another name is refused. Names, and sizes
 * to within a few bytes, remain visible.
 */
public final class EncryptedStore implements ObjectStore {
    private final ObjectStore store;
    private final StreamingAead aead;

    public EncryptedStore(ObjectStore store, KeySet keys) {
        this.store = store;
        this.aead = keys.primitive();
    }

    /** No copies on the server: an object is bound to its name. */
    @Override
    public Set<Capability> capabilities() {
        Set<Capability> capabilities = EnumSet.copyOf(store.capabilities());
        capabilities.remove(Capability.SERVER_COPY);
        return capabilities;
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        return store.stat(name).map(EncryptedStore::plain);
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        if (offset == 0 && length == Long.MAX_VALUE) {
            return whole(store.read(name));
        }
        try (ObjectStream opened = store.read(name, 0, 1)) {
            return part(opened.object(), offset, length);
        } catch (IOException e) {
            throw new TransientException("reading " + address(name) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        // the size is that of the plain bytes, and a version is told by its etag
        try (ObjectStream opened = store.read(version, 0, 1)) {
            return part(opened.object(), offset, length);
        } catch (IOException e) {
            throw new TransientException("reading " + address(version.name()) + ": " + e.getMessage(), e);
        }
    }

    private ObjectStream whole(ObjectStream encrypted) {
        try {
            String name = encrypted.object().name();
            InputStream decrypted = aead.newDecryptingStream(encrypted, bound(name));
            return new ObjectStream(plain(encrypted.object()), new CheckedReads(decrypted));
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable(encrypted.object().name(), e);
        }
    }

    private ObjectStream part(ObjectInfo object, long offset, long length) {
        ObjectInfo plain = plain(object);
        if (offset >= plain.size() || length <= 0) {
            return new ObjectStream(plain, InputStream.nullInputStream());
        }
        try {
            SeekableByteChannel channel =
                    aead.newSeekableDecryptingChannel(new ObjectChannel(store, object), bound(object.name()));
            channel.position(offset);
            return new ObjectStream(plain, new FirstBytes(new CheckedReads(Channels.newInputStream(channel)), length));
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable(object.name(), e);
        }
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        byte[] bound = bound(ObjectName.checked(name));
        Content encrypted = () -> {
            InputStream plain = content.open();
            try {
                return new EncryptingStream(plain, aead, bound);
            } catch (GeneralSecurityException | IOException e) {
                plain.close();
                throw new IOException("it cannot be encrypted: " + e.getMessage(), e);
            }
        };
        return store.put(name, encrypted, condition).map(EncryptedStore::plain);
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        ObjectPage page = store.list(prefix, after, limit);
        return new ObjectPage(page.objects().stream().map(EncryptedStore::plain).toList(), page.complete());
    }

    @Override
    public Iterable<ObjectInfo> list(String prefix) {
        Iterable<ObjectInfo> encrypted = store.list(prefix);
        return () -> StreamSupport.stream(encrypted.spliterator(), false)
                .map(EncryptedStore::plain)
                .iterator();
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
    public void discardUnfinished(String prefix) {
        store.discardUnfinished(prefix);
    }

    @Override
    public String address(String name) {
        return "encrypted:" + store.address(name);
    }

    private static ObjectInfo plain(ObjectInfo encrypted) {
        return new ObjectInfo(encrypted.name(), KeySet.plainSize(encrypted.size()), encrypted.etag());
    }

    private static byte[] bound(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private InfrastructureException unreadable(String name, Exception e) {
        return new InfrastructureException(
                address(name) + " cannot be decrypted: " + e.getMessage()
                        + "; it was written with other keys, under another name, or has been changed",
                e);
    }
}
