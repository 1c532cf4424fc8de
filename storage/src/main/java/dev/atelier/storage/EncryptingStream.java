package dev.atelier.storage;

import com.google.crypto.tink.StreamingAead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/** The encrypted form of a stream, made as it is read, a little at a time. */
final class EncryptingStream extends InputStream {
    private final InputStream plain;
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream();
    private final OutputStream encryption;
    private final byte[] buffer = new byte[1 << 18];
    private byte[] current = new byte[0];
    private int position;
    private boolean ended;

    EncryptingStream(InputStream plain, StreamingAead aead, byte[] bound) throws GeneralSecurityException, IOException {
        this.plain = plain;
        this.encryption = aead.newEncryptingStream(ready, bound);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (position == current.length) {
            if (ended) {
                return -1;
            }
            int count = plain.read(buffer);
            if (count < 0) {
                encryption.close();
                ended = true;
            } else {
                encryption.write(buffer, 0, count);
            }
            current = ready.toByteArray();
            ready.reset();
            position = 0;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, bytes, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
