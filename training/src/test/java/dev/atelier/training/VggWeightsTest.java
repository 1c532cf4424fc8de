package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.SafeTensors;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.testkit.SharedMedia;
import dev.atelier.training.VggFeatures.Convolution;
import dev.atelier.training.VggFeatures.Layer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // guards work by being open
class VggWeightsTest {
    private static final String[] NAMES = {"features.0", "features.2", "features.5", "features.7", "features.10"};

    @TempDir
    Path folder;

    /** Weights whose values tell where they lie. */
    private static Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(3);
        int number = 0;
        for (Layer layer : Layer.values()) {
            String name = NAMES[number];
            float[] kernel = new float[9 * layer.in * layer.out];
            for (int i = 0; i < kernel.length; i++) {
                kernel[i] = (float) (0.05 * random.nextGaussian());
            }
            float[] bias = new float[layer.out];
            bias[3] = number++;
            weights.put(name + ".weight", new Tensor(new long[] {layer.out, layer.in, 3, 3}, kernel));
            weights.put(name + ".bias", new Tensor(new long[] {layer.out}, bias));
        }
        return weights;
    }

    private static void assertTorchvisions(VggWeights read) {
        Map<String, Tensor> written = weights();
        Convolution last = read.parameters().get(Layer.CONV3_1);
        assertThat(last.kernel()).isEqualTo(written.get("features.10.weight").values());
        assertThat(last.bias()[3]).isEqualTo(4);
        // red of the first kernel, by its deviation
        float[] first = written.get("features.0.weight").values();
        assertThat(read.parameters().get(Layer.CONV1_1).kernel()[0]).isCloseTo(first[0] / 0.229f, within(1e-6f));
        assertThat(read.scale()).isEqualTo(1);
    }

    @Test
    void safetensors_are_read_in_the_order_of_the_layers() throws IOException {
        Path file = Files.write(folder.resolve("vgg.safetensors"), SafeTensors.write(weights()));
        assertTorchvisions(VggWeights.read(file));
    }

    @Test
    void the_zip_format_of_pytorch_is_read() throws IOException {
        Path file = folder.resolve("vgg.pth");
        Files.write(file, TorchFiles.zip(weights()));
        assertTorchvisions(VggWeights.read(file));
    }

    @Test
    void the_old_format_of_pytorch_is_read() throws IOException {
        Path file = folder.resolve("vgg.pth");
        Files.write(file, TorchFiles.old(weights()));
        assertTorchvisions(VggWeights.read(file));
    }

    @Test
    void a_pickle_that_names_anything_else_is_refused_and_not_run() throws IOException {
        Path proof = folder.resolve("proof");
        byte[] pickle = ("cos\nsystem\n(X" + (char) 6 + "\0\0\0touch tR.").getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream old = new ByteArrayOutputStream();
        old.write(TorchFiles.MAGIC);
        old.write(TorchFiles.VERSION);
        old.write(TorchFiles.MACHINE);
        old.write(pickle);
        Path file = Files.write(folder.resolve("evil.pth"), old.toByteArray());
        assertThatThrownBy(() -> VggWeights.read(file))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("calls os.system, which is not allowed");
        assertThat(proof).doesNotExist();
    }

    @Test
    void damaged_files_are_refused_in_one_line() throws IOException {
        for (byte[] whole : List.of(TorchFiles.old(weights()), TorchFiles.zip(weights()))) {
            SplittableRandom random = new SplittableRandom(11);
            for (int i = 0; i < 60; i++) {
                byte[] damaged = i < 20 ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
                for (int flips = 0; i >= 20 && flips < 8; flips++) {
                    damaged[random.nextInt(Math.min(2500, damaged.length))] = (byte) random.nextInt(256);
                }
                Path file = Files.write(folder.resolve("damaged.pth"), damaged);
                Throwable thrown = catchThrowable(() -> VggWeights.read(file));
                if (thrown != null) {
                    assertThat(thrown).isInstanceOf(InvalidRequestException.class);
                    assertThat(thrown.getMessage()).contains("damaged.pth").doesNotContain("\n");
                }
            }
        }
    }

    @Test
    void weights_of_another_network_are_refused() throws IOException {
        Map<String, Tensor> other = weights();
        other.remove("features.5.weight");
        Path file = Files.write(folder.resolve("other.safetensors"), SafeTensors.write(other));
        assertThatThrownBy(() -> VggWeights.read(file))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("conv2_1")
                .hasMessageContaining("give weights of VGG-19");
    }

    @Test
    void the_published_normalised_weights_see_what_the_original_ones_do() {
        var shared = new SharedMedia();
        try (NoGradGuard guard = new NoGradGuard()) {
            var picture = Pictures.tensor(new GeneratedPictures(1, 48, 1).get(0));
            var original = VggFeatures.read(shared.get("models/vgg19"), false)
                    .levels(picture)
                    .get(2);
            var normalised = VggFeatures.read(shared.get("models/vgg19/vgg_normalised_conv3_1.pth"), false)
                    .levels(picture)
                    .get(2);
            // the same up to a factor of each channel, which instance normalisation takes away
            double error = StyleLosses.relative(Ops.normalise(normalised), Ops.normalise(original))
                    .item_double();
            assertThat(error).isLessThan(1e-3);
        }
    }

    /** Files as PyTorch writes them. */
    private static final class TorchFiles {
        static final byte[] MAGIC = bytes("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.");
        static final byte[] VERSION = bytes("\u0080\u0002M\u00e9\u0003.");
        static final byte[] MACHINE = bytes("\u0080\u0002}.");

        private static byte[] bytes(String latin) {
            return latin.getBytes(StandardCharsets.ISO_8859_1);
        }

        static byte[] zip(Map<String, Tensor> tensors) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                store(zip, "archive/data.pkl", pickle(tensors));
                int key = 0;
                for (Tensor tensor : tensors.values()) {
                    store(zip, "archive/data/" + key++, values(tensor));
                }
            }
            return out.toByteArray();
        }

        private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            CRC32 sum = new CRC32();
            sum.update(content);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }

        static byte[] old(Map<String, Tensor> tensors) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(MAGIC);
            out.write(VERSION);
            out.write(MACHINE);
            out.write(pickle(tensors));
            StringBuilder keys = new StringBuilder("\u0080\u0002](");
            for (int i = 0; i < tensors.size(); i++) {
                keys.append(text(Integer.toString(i)));
            }
            out.write(bytes(keys + "e."));
            for (Tensor tensor : tensors.values()) {
                out.write(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(tensor.values().length)
                        .array());
                out.write(values(tensor));
            }
            return out.toByteArray();
        }

        private static byte[] values(Tensor tensor) {
            ByteBuffer buffer = ByteBuffer.allocate(4 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
            buffer.asFloatBuffer().put(tensor.values());
            return buffer.array();
        }

        private static byte[] pickle(Map<String, Tensor> tensors) {
            StringBuilder pickle = new StringBuilder("\u0080\u0002ccollections\nOrderedDict\n)R(");
            int key = 0;
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                Tensor tensor = entry.getValue();
                pickle.append(text(entry.getKey())).append("ctorch._utils\n_rebuild_tensor_v2\n((");
                pickle.append(text("storage")).append("ctorch\nFloatStorage\n");
                pickle.append(text(Integer.toString(key++))).append(text("cpu"));
                pickle.append(number(tensor.values().length)).append("tQK\0(");
                long stride = tensor.values().length;
                StringBuilder strides = new StringBuilder();
                for (long size : tensor.shape()) {
                    stride /= size;
                    pickle.append(number(size));
                    strides.append(number(stride));
                }
                pickle.append("t(").append(strides).append("t\u0089NtR");
            }
            return bytes(pickle + "u.");
        }

        private static String text(String text) {
            return "X" + (char) text.length() + "\0\0\0" + text;
        }

        private static String number(long number) {
            StringBuilder text = new StringBuilder("J");
            for (int i = 0; i < 4; i++) {
                text.append((char) (number >> (8 * i) & 0xff));
            }
            return text.toString();
        }
    }
}
