package dev.atelier.scoring.model;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the files that an ONNX graph's weights refer to, by walking the protobuf message (onnx.proto, IR version 12)
 * wherever a {@code TensorProto} can stand. Only what leads to tensors is looked into.
 */
final class ExternalData {
    private static final int MAXIMUM_DEPTH = 64;

    private final byte[] bytes;
    private final Set<String> locations = new LinkedHashSet<>();

    private ExternalData(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The locations as the graph has them, unchecked.
     *
     * @throws IllegalArgumentException if the bytes are no protobuf message
     */
    static Set<String> locations(byte[] onnx) {
        ExternalData walk = new ExternalData(onnx);
        try {
            walk.message(Kind.MODEL, 0, onnx.length, 0);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
        return walk.locations;
    }

    /** The messages on the way from a model to its tensors, with the fields to follow. */
    private enum Kind {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        FUNCTION,
        TRAINING,
        SPARSE_TENSOR,
        TENSOR,
        ENTRY;

        Kind field(int number) {
            return switch (this) {
                case MODEL -> number == 7 ? GRAPH : number == 20 ? TRAINING : number == 25 ? FUNCTION : null;
                case GRAPH -> number == 1 ? NODE : number == 5 ? TENSOR : number == 15 ? SPARSE_TENSOR : null;
                case NODE -> number == 5 ? ATTRIBUTE : null;
                case ATTRIBUTE ->
                    switch (number) {
                        case 5, 10 -> TENSOR;
                        case 6, 11 -> GRAPH;
                        case 22, 23 -> SPARSE_TENSOR;
                        default -> null;
                    };
                case FUNCTION -> number == 7 ? NODE : number == 11 ? ATTRIBUTE : null;
                case TRAINING -> number == 1 || number == 2 ? GRAPH : null;
                case SPARSE_TENSOR -> number == 1 || number == 2 ? TENSOR : null;
                case TENSOR -> number == 13 ? ENTRY : null;
                case ENTRY -> null;
            };
        }
    }

    private void message(Kind kind, int from, int to, int depth) {
        if (depth > MAXIMUM_DEPTH) {
            throw new IllegalArgumentException("its graphs are nested too deeply");
        }
        String key = "";
        String value = "";
        int at = from;
        while (at < to) {
            long[] tag = varint(at);
            at = (int) tag[1];
            int field = (int) (tag[0] >>> 3);
            switch ((int) tag[0] & 7) {
                case 0 -> at = (int) varint(at)[1];
                case 1 -> at += 8;
                case 5 -> at += 4;
                case 2 -> {
                    long[] length = varint(at);
                    int start = (int) length[1];
                    if (length[0] < 0 || length[0] > to - start) {
                        throw new IllegalArgumentException("a part is longer than the whole");
                    }
                    at = start + (int) length[0];
                    Kind inner = kind.field(field);
                    if (inner != null) {
                        message(inner, start, at, depth + 1);
                    } else if (kind == Kind.ENTRY) {
                        String text = new String(bytes, start, (int) length[0], StandardCharsets.UTF_8);
                        key = field == 1 ? text : key;
                        value = field == 2 ? text : value;
                    }
                }
                default -> throw new IllegalArgumentException("it is no protobuf message");
            }
        }
        if (at != to) {
            throw new IllegalArgumentException("a part is longer than the whole");
        }
        if (kind == Kind.ENTRY && key.equals("location")) {
            locations.add(value);
        }
    }

    /** A number of variable length and where it ends. */
    private long[] varint(int from) {
        long value = 0;
        for (int i = 0; i < 10; i++) {
            byte next = bytes[from + i];
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return new long[] {value, from + i + 1};
            }
        }
        throw new IllegalArgumentException("it is no protobuf message");
    }
}
