package dev.atelier.training;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads Python's pickles (protocols 2 to 4) of dictionaries, lists, tuples, texts and numbers, without running anything:
 * of the functions and classes that a pickle names only those on a list are known, by what makes their values here; any
 * other name ends the reading.
 */
final class Pickle {
    private static final int MOST_VALUES = 1_000_000;
    private static final Object MARK = new Object();

    private final ByteBuffer bytes;
    private final Map<String, Function<List<?>, Object>> allowed;
    private final Function<List<?>, Object> persistent;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int values;

    /** The name of a function or class that is on the list. */
    record Named(Function<List<?>, Object> maker) {
        Object make(List<?> arguments) {
            return maker.apply(arguments);
        }
    }

    /** Python's None: the stack holds no null. */
    enum None {
        NONE
    }

    /**
     * @param bytes read from its position on
     * @param allowed what makes the values of the functions and classes that a pickle may name, from their arguments
     * @param persistent what makes the values that lie outside of the pickle, from their identifier, a tuple
     */
    Pickle(ByteBuffer bytes, Map<String, Function<List<?>, Object>> allowed, Function<List<?>, Object> persistent) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.allowed = allowed;
        this.persistent = persistent;
    }

    /** @throws IOException if it is no pickle, or one with anything else in it */
    Object read() throws IOException {
        try {
            while (true) {
                int operation = bytes.get() & 0xff;
                if (operation == '.') {
                    return pop();
                }
                step(operation);
                if (++values > MOST_VALUES) {
                    throw new IOException("a pickle of more than " + MOST_VALUES + " values");
                }
            }
        } catch (java.nio.BufferUnderflowException | java.util.NoSuchElementException | ClassCastException e) {
            throw new IOException("a damaged pickle", e);
        }
    }

    private void step(int operation) throws IOException {
        switch (operation) {
            case 0x80 -> bytes.get(); // protocol
            case 0x95 -> bytes.getLong(); // frame
            case '(' -> stack.push(MARK);
            case '0' -> pop();
            case 'N' -> stack.push(None.NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'J' -> stack.push((long) bytes.getInt());
            case 'K' -> stack.push((long) (bytes.get() & 0xff));
            case 'M' -> stack.push((long) (bytes.getShort() & 0xffff));
            case 0x8a -> stack.push(whole(bytes.get() & 0xff));
            case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong())));
            case 'X' -> stack.push(text(bytes.getInt()));
            case 0x8c -> stack.push(text(bytes.get() & 0xff));
            case 'U' -> stack.push(text(bytes.get() & 0xff));
            case ']' -> stack.push(new ArrayList<>());
            case '}' -> stack.push(new LinkedHashMap<>());
            case ')' -> stack.push(List.of());
            case 't' -> stack.push(marked());
            case 0x85 -> stack.push(List.of(pop()));
            case 0x86 -> stack.push(last(2));
            case 0x87 -> stack.push(last(3));
            case 'a' -> {
                Object value = pop();
                list(stack.peek()).add(value);
            }
            case 'e' -> {
                List<Object> more = marked();
                list(stack.peek()).addAll(more);
            }
            case 's' -> {
                List<Object> pair = last(2);
                map(stack.peek()).put(pair.get(0), pair.get(1));
            }
            case 'u' -> {
                List<Object> pairs = marked();
                for (int i = 0; i + 1 < pairs.size(); i += 2) {
                    map(stack.peek()).put(pairs.get(i), pairs.get(i + 1));
                }
            }
            case 'q' -> memo.put(bytes.get() & 0xff, stack.peek());
            case 'r' -> memo.put(bytes.getInt(), stack.peek());
            case 0x94 -> memo.put(memo.size(), stack.peek());
            case 'h' -> stack.push(remembered(bytes.get() & 0xff));
            case 'j' -> stack.push(remembered(bytes.getInt()));
            case 'c' -> stack.push(global(line(), line()));
            case 0x93 -> {
                List<Object> name = last(2);
                stack.push(global(name.get(0).toString(), name.get(1).toString()));
            }
            case 'R' -> {
                List<Object> call = last(2);
                stack.push(((Named) call.get(0)).make((List<?>) call.get(1)));
            }
            case 'b' -> pop(); // attributes of a dictionary, such as its version: not needed
            case 'Q' -> stack.push(persistent.apply((List<?>) pop()));
            default ->
                throw new IOException(
                        String.format("a pickle with the operation 0x%02x, which is not read here", operation));
        }
    }

    private Object pop() throws IOException {
        Object value = stack.pop();
        if (value == MARK) {
            throw new IOException("a damaged pickle");
        }
        return value;
    }

    private List<Object> last(int count) throws IOException {
        Object[] values = new Object[count];
        for (int i = count - 1; i >= 0; i--) {
            values[i] = pop();
        }
        return Arrays.asList(values);
    }

    private List<Object> marked() {
        List<Object> values = new ArrayList<>();
        for (Object value = stack.pop(); value != MARK; value = stack.pop()) {
            values.add(value);
        }
        Collections.reverse(values);
        return values;
    }

    private Object remembered(int number) throws IOException {
        Object value = memo.get(number);
        if (value == null) {
            throw new IOException("a damaged pickle");
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> map(Object value) {
        return (Map<Object, Object>) value;
    }

    private Named global(String module, String name) throws IOException {
        Function<List<?>, Object> maker = allowed.get(module + "." + name);
        if (maker == null) {
            throw new IOException("a pickle that calls " + module + "." + name + ", which is not allowed here");
        }
        return new Named(maker);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (byte b = bytes.get(); b != '\n'; b = bytes.get()) {
            line.append((char) (b & 0xff));
        }
        return line.toString();
    }

    private String text(int length) throws IOException {
        return new String(some(length), StandardCharsets.UTF_8);
    }

    private Object whole(int length) throws IOException {
        byte[] little = some(length);
        if (length == 0) {
            return 0L;
        }
        byte[] big = new byte[length];
        for (int i = 0; i < length; i++) {
            big[i] = little[length - 1 - i];
        }
        BigInteger value = new BigInteger(big);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private byte[] some(int length) throws IOException {
        if (length < 0 || length > bytes.remaining()) {
            throw new IOException("a damaged pickle");
        }
        byte[] some = new byte[length];
        bytes.get(some);
        return some;
    }
}
