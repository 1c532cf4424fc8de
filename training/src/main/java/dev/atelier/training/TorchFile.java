package dev.atelier.training;

import dev.atelier.core.scoring.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Named tensors in PyTorch's files of a dictionary of tensors ({@code .pth}, {@code .pt}): the format since version 1.6,
 * a ZIP archive, and the one before, pickles followed by storages. Nothing that a file names is run.
 */
final class TorchFile {
    private static final String MAGIC = "119547037146038801333356";

    private TorchFile() {}

    /** Where values lie: {@code half}, {@code float} or {@code double} numbers. */
    private record Storage(String key, int width, long count) {}

    /** A tensor whose values are still in the file. */
    private record Placed(Storage storage, long offset, long[] shape, long[] strides) {}

    /** Gives a storage's bytes, little-endian. */
    private interface Storages {
        ByteBuffer of(Storage storage) throws IOException;
    }

    /**
     * Reads the tensors of floating-point numbers.
     *
     * @throws IOException if it is no such file, is damaged, or holds anything but a dictionary of tensors
     */
    static Map<String, Tensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException("more than 2 GB; give weights of VGG-19 alone");
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            boolean zip = bytes.limit() > 4 && bytes.get(0) == 'P' && bytes.get(1) == 'K';
            return zip ? archive(file) : pickles(bytes);
        } catch (RuntimeException e) {
            // whatever a damaged file leads to: the values in it are of any type, size and place
            throw new IOException("a damaged file of tensors", e);
        }
    }

    private static Map<String, Tensor> archive(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = zip.stream()
                    .filter(entry -> entry.getName().matches("[^/]+/data[.]pkl"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("a ZIP archive without PyTorch's data.pkl"));
            String folder = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
            Object root = pickle(ByteBuffer.wrap(bytes(zip, pickle))).read();
            return tensors(root, storage -> {
                ZipEntry data = zip.getEntry(folder + "data/" + storage.key());
                if (data == null) {
                    throw new IOException("the storage " + storage.key() + " is missing");
                }
                return ByteBuffer.wrap(bytes(zip, data)).order(ByteOrder.LITTLE_ENDIAN);
            });
        }
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        // PyTorch does not compress: what claims to be larger than its bytes in the file is no file of PyTorch's
        if (entry.getSize() > entry.getCompressedSize()) {
            throw new IOException(entry.getName() + " is compressed, which PyTorch never does");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static Map<String, Tensor> pickles(ByteBuffer bytes) throws IOException {
        if (!pickle(bytes).read().toString().equals(MAGIC)) {
            throw new IOException("no file of PyTorch's");
        }
        pickle(bytes).read(); // version
        pickle(bytes).read(); // about the machine: little-endian wherever PyTorch runs
        Object root = pickle(bytes).read();
        List<?> keys = (List<?>) pickle(bytes).read();
        Map<String, Storage> known = new HashMap<>();
        collect(root, known);
        Map<String, ByteBuffer> storages = new HashMap<>();
        for (Object key : keys) {
            Storage storage = known.get(key.toString());
            long count = bytes.order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (storage == null || count != storage.count() || count < 0 || count > bytes.remaining()) {
                throw new IOException("the storages are cut short or damaged");
            }
            int length = Math.toIntExact(count * Math.abs(storage.width()));
            storages.put(storage.key(), bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN));
            bytes.position(bytes.position() + length);
        }
        return tensors(root, storage -> storages.get(storage.key()));
    }

    private static void collect(Object value, Map<String, Storage> storages) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(inner -> collect(inner, storages));
        } else if (value instanceof Placed placed) {
            storages.put(placed.storage().key(), placed.storage());
        }
    }

    private static Pickle pickle(ByteBuffer bytes) {
        Map<String, Function<List<?>, Object>> allowed = new HashMap<>();
        allowed.put("collections.OrderedDict", arguments -> new LinkedHashMap<>());
        allowed.put(
                "torch._utils._rebuild_tensor_v2",
                arguments -> new Placed(
                        (Storage) arguments.get(0),
                        (Long) arguments.get(1),
                        longs(arguments.get(2)),
                        longs(arguments.get(3))));
        allowed.put("torch._utils._rebuild_parameter", arguments -> arguments.get(0));
        for (Map.Entry<String, Integer> width : Map.of(
                        "HalfStorage", 2, "FloatStorage", 4, "DoubleStorage", 8, "LongStorage", -8, "IntStorage", -4)
                .entrySet()) {
            // a class that is named and never called: stands for the width of its values, below 0 if they are whole
            allowed.put("torch." + width.getKey(), arguments -> (long) width.getValue());
        }
        return new Pickle(bytes, allowed, TorchFile::storage);
    }

    /** From {@code ("storage", class, key, place, count)}; a storage of whole numbers has a width below 0. */
    private static Object storage(List<?> identifier) {
        Pickle.Named type = (Pickle.Named) identifier.get(1);
        long width = (Long) type.make(List.of());
        return new Storage(identifier.get(2).toString(), (int) width, (Long) identifier.get(4));
    }

    private static long[] longs(Object tuple) {
        return ((List<?>) tuple).stream().mapToLong(value -> (Long) value).toArray();
    }

    private static Map<String, Tensor> tensors(Object root, Storages storages) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        if (!(root instanceof Map<?, ?> map)) {
            throw new IOException("no dictionary of tensors; save the model's state_dict()");
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getValue() instanceof Placed placed && placed.storage().width() > 0) {
                tensors.put(entry.getKey().toString(), tensor(placed, storages.of(placed.storage())));
            } else if (entry.getValue() instanceof Map<?, ?>) {
                tensors.putAll(tensors(entry.getValue(), storages));
            }
        }
        return tensors;
    }

    private static Tensor tensor(Placed placed, ByteBuffer storage) throws IOException {
        long size = 1;
        long last = placed.offset();
        for (int d = 0; d < placed.shape().length; d++) {
            if (placed.shape()[d] < 0 || placed.strides()[d] < 0) {
                throw new IOException("a tensor of a negative size");
            }
            size = Math.multiplyExact(size, placed.shape()[d]);
            last = Math.addExact(last, Math.multiplyExact(Math.max(0, placed.shape()[d] - 1), placed.strides()[d]));
        }
        int width = placed.storage().width();
        if (size > storage.limit() / width || placed.offset() < 0 || last >= storage.limit() / width) {
            throw new IOException("a tensor larger than its storage");
        }
        float[] values = new float[(int) size];
        for (int i = 0; i < values.length; i++) {
            long at = placed.offset();
            long rest = i;
            for (int d = placed.shape().length - 1; d >= 0; d--) {
                at += rest % placed.shape()[d] * placed.strides()[d];
                rest /= placed.shape()[d];
            }
            values[i] = value(storage, (int) at, width);
        }
        return new Tensor(placed.shape(), values);
    }

    private static float value(ByteBuffer storage, int index, int width) {
        return switch (width) {
            case 2 -> HalfFloat.toFloat(storage.getShort(2 * index));
            case 4 -> storage.getFloat(4 * index);
            default -> (float) storage.getDouble(8 * index);
        };
    }
}
