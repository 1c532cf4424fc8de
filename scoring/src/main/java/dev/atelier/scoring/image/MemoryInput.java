package dev.atelier.scoring.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** A file in memory as the JDK's decoders read it, without copies. */
final class MemoryInput extends ImageInputStreamImpl {
    private final byte[] file;

    MemoryInput(byte[] file) {
        this.file = file;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < file.length ? file[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        bitOffset = 0;
        if (streamPos >= file.length) {
            return -1;
        }
        int count = (int) Math.min(length, file.length - streamPos);
        System.arraycopy(file, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return file.length;
    }
}
