package dev.atelier.core.scoring;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named tensors in the safetensors format (Hugging Face, format version of 2022): the length of a JSON header as a
 * little-endian 64-bit number, the header, then the values. Only float32 tensors are read and written.
 */
public final class SafeTensors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SafeTensors() {}

    private record Entry(
            String dtype,
            long[] shape,

            @com.fasterxml.jackson.annotation.JsonProperty("data_offsets")
            long[] offsets) {}

    public static byte[] write(Map<String, Tensor> tensors) throws IOException {
        Map<String, Entry> header = new LinkedHashMap<>();
        long end = 0;
        for (var tensor : new TreeMap<>(tensors).entrySet()) {
            long begin = end;
            end += 4L * tensor.getValue().values().length;
            header.put(tensor.getKey(), new Entry("F32", tensor.getValue().shape(), new long[] {begin, end}));
        }
        byte[] json = JSON.writeValueAsBytes(header);
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(8 + json.length + end)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        for (String name : header.keySet()) {
            for (float value : tensors.get(name).values()) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }

    /** @throws IOException if the bytes are not what {@link #write} gives */
    public static Map<String, Tensor> read(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 8 || buffer.getLong() > bytes.length - 8 || buffer.getLong(0) < 0) {
            throw new IOException("not a safetensors file: the header's length does not fit");
        }
        byte[] json = new byte[(int) buffer.getLong(0)];
        buffer.get(json);
        Map<String, Entry> header = JSON.readValue(json, new TypeReference<LinkedHashMap<String, Entry>>() {});
        ByteBuffer data = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (var entry : header.entrySet()) {
            long[] offsets = entry.getValue().offsets();
            if (!"F32".equals(entry.getValue().dtype())
                    || offsets[0] < 0
                    || offsets[1] < offsets[0]
                    || offsets[1] > data.capacity()) {
                throw new IOException("tensor " + entry.getKey() + " is not of float32 values inside the file");
            }
            float[] values = new float[(int) (offsets[1] - offsets[0]) / 4];
            data.position((int) offsets[0]);
            data.asFloatBuffer().get(values);
            tensors.put(entry.getKey(), new Tensor(entry.getValue().shape(), values));
        }
        return tensors;
    }
}
