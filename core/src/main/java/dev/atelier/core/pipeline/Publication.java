package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Set;

/** Puts objects of a result in place; one that is there already is fine if it is the same. */
record Publication(ObjectStore store, boolean overwrite) {

    /**
     * Puts an object in place. Where there is nothing yet, its content is read once.
     *
     * @return the content's digest
     */
    String put(String name, Content content) {
        discardUnfinished(name);
        try {
            var told = new Digesting(content);
            if (!canCompare()) {
                write(name, told);
                return told.digest();
            }
            if (store.stat(name).isEmpty()
                    && store.put(name, told, WriteCondition.IF_ABSENT).isPresent()) {
                return told.digest();
            }
            String digest = Digest.of(content);
            put(name, content, digest);
            return digest;
        } catch (IOException e) {
            throw new InfrastructureException("writing " + store.address(name) + " failed: " + e.getMessage(), e);
        }
    }

    /** Puts an object in place whose digest is known. */
    void put(String name, Content content, String digest) {
        try {
            if (!canCompare()) {
                write(name, content);
                return;
            }
            boolean written = store.put(name, content, WriteCondition.IF_ABSENT).isPresent();
            if (written || isThere(name, digest)) {
                return;
            }
            write(name, content);
        } catch (IOException e) {
            throw new InfrastructureException("writing " + store.address(name) + " failed: " + e.getMessage(), e);
        }
    }

    /**
     * Throws away what runs of the same job that were killed have left of an object's upload. Where that may not be seen,
     * it stays: the result does not depend on it.
     */
    void discardUnfinished(String name) {
        try {
            store.discardUnfinished(name);
        } catch (InvalidRequestException e) {
            // rights to write alone are enough to write
        }
    }

    /** Whether an object that is there can be told from a new one: a link may permit to write and no more. */
    private boolean canCompare() {
        return store.capabilities().containsAll(Set.of(Capability.READ, Capability.IF_ABSENT));
    }

    private void write(String name, Content content) {
        WriteCondition condition = overwrite ? WriteCondition.ALWAYS : WriteCondition.IF_ABSENT;
        if (store.put(name, content, condition).isEmpty()) {
            throw new InvalidRequestException(store.address(name)
                    + " exists and is something else; name another output with -o, or allow it with --overwrite");
        }
    }

    private boolean isThere(String name, String digest) throws IOException {
        try {
            return Digest.of(() -> store.read(name)).equals(digest);
        } catch (NoSuchObjectException e) {
            return false;
        }
    }

    /** Tells the digest of what it was read as last, once it was read to the end. */
    private static final class Digesting implements Content {
        private final Content content;
        private String digest;

        Digesting(Content content) {
            this.content = content;
        }

        /** A store that knew the end need not have read up to it. */
        String digest() throws IOException {
            return digest == null ? Digest.of(content) : digest;
        }

        @Override
        public InputStream open() throws IOException {
            MessageDigest sum = Digest.sha256();
            return new FilterInputStream(content.open()) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int count = super.read(bytes, offset, length);
                    if (count > 0) {
                        sum.update(bytes, offset, count);
                    } else if (count < 0 && digest == null) {
                        digest = Digest.hex(sum.digest());
                    }
                    return count;
                }

                @Override
                public long skip(long count) throws IOException {
                    return read(new byte[(int) Math.min(count, 1 << 16)], 0, (int) Math.min(count, 1 << 16));
                }

                @Override
                public boolean markSupported() {
                    return false;
                }
            };
        }
    }
}
