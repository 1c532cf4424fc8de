package dev.atelier.core.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** A checksum of bytes as they pass. */
public final class RunningChecksum {
    private final Checksum.Algorithm algorithm;
    private final java.util.zip.Checksum crc;
    private final MessageDigest digest;

    public RunningChecksum(Checksum.Algorithm algorithm) {
        this.algorithm = algorithm;
        crc = switch (algorithm) {
            case CRC32 -> new CRC32();
            case CRC32C -> new CRC32C();
            case MD5 -> null;
        };
        digest = algorithm == Checksum.Algorithm.MD5 ? md5() : null;
    }

    public static Checksum of(Checksum.Algorithm algorithm, byte[] bytes) {
        var running = new RunningChecksum(algorithm);
        running.update(bytes, 0, bytes.length);
        return running.value();
    }

    public void update(byte[] bytes, int offset, int length) {
        if (digest != null) {
            digest.update(bytes, offset, length);
        } else {
            crc.update(bytes, offset, length);
        }
    }

    /** The checksum of all bytes; called once. */
    public Checksum value() {
        return new Checksum(
                algorithm,
                digest != null ? Digest.hex(digest.digest()) : HexFormat.of().toHexDigits((int) crc.getValue()));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
