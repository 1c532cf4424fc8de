package dev.atelier.scoring.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads numbers out of a file's bytes; an offset outside throws {@link IndexOutOfBoundsException}. */
record Bytes(byte[] array, boolean bigEndian) {
    private static final VarHandle BIG_SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    int unsigned8(int at) {
        return array[at] & 0xff;
    }

    int unsigned16(int at) {
        short value = (short) BIG_SHORT.get(array, at);
        return (bigEndian ? value : Short.reverseBytes(value)) & 0xffff;
    }

    long unsigned32(int at) {
        int value = (int) BIG_INT.get(array, at);
        return Integer.toUnsignedLong(bigEndian ? value : Integer.reverseBytes(value));
    }
}
