package dev.atelier.core.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The bytes of an object, or of a part of it, and which version of the object they are of. */
public final class ObjectStream extends FilterInputStream {
    private final ObjectInfo object;
    private final Optional<Checksum> checksum;

    public ObjectStream(ObjectInfo object, InputStream in) {
        this(object, in, Optional.empty());
    }

    /** @param checksum of the whole object, where the store knows it */
    public ObjectStream(ObjectInfo object, InputStream in, Optional<Checksum> checksum) {
        super(in);
        this.object = object;
        this.checksum = checksum;
    }

    @Override
    public byte[] readAllBytes() throws IOException {
        return in.readAllBytes();
    }

    @Override
    public byte[] readNBytes(int most) throws IOException {
        return in.readNBytes(most);
    }

    /** The object as it was when it was opened. */
    public ObjectInfo object() {
        return object;
    }

    public Optional<Checksum> checksum() {
        return checksum;
    }
}
