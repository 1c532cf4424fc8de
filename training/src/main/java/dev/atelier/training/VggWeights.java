package dev.atelier.training;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.SafeTensors;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.training.VggFeatures.Convolution;
import dev.atelier.training.VggFeatures.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Published weights of VGG-19's first five convolutions, brought to inputs of RGB 0..1 minus {@link VggFeatures#mean}.
 * They come in three forms:
 *
 * <ul>
 *   <li>a folder of {@code conv1_1.f32} to {@code conv3_1.f32}: little-endian float32, the kernel in order height, width,
 *       input, output, then the bias; for BGR 0..255
 *   <li>{@code .safetensors}, or PyTorch's {@code .pth} before and since version 1.6, with kernels [out, in, 3, 3] named in
 *       the layers' order. The original weights (Caffe's) are told by their values, and with them the order of colours;
 *       others are taken for torchvision's, for RGB less its mean by its deviation
 *   <li>the same with a convolution of 1 x 1 before, which brings RGB 0..1 to what the others take
 * </ul>
 *
 * @param scale how much larger the features are than those of inputs of unit deviation
 */
record VggWeights(Map<Layer, Convolution> parameters, double scale) {
    static final double CAFFE_SCALE = 255 * 0.226;

    /** The first kernel of the original weights at its first place, of blue, green and red. */
    private static final float[] CAFFE = {0.34119523f, 0.46418372f, 0.39416704f};

    private static final float[] TORCHVISION_MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] TORCHVISION_DEVIATION = {0.229f, 0.224f, 0.225f};
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** @throws InvalidRequestException if it holds no weights of VGG-19 */
    static VggWeights read(Path file) {
        if (Files.isDirectory(file)) {
            return new VggWeights(raw(file), CAFFE_SCALE);
        }
        Map<String, Tensor> tensors;
        try {
            tensors = file.toString().endsWith(".safetensors")
                    ? SafeTensors.read(Files.readAllBytes(file))
                    : TorchFile.read(file);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    file + ": cannot be read (" + e.getMessage()
                            + "); give the weights of VGG-19 as .safetensors, .pth or a folder of .f32 files",
                    e);
        }
        return of(file, tensors);
    }

    private static Map<Layer, Convolution> raw(Path folder) {
        Map<Layer, Convolution> parameters = new LinkedHashMap<>();
        for (Layer layer : Layer.values()) {
            Path file = folder.resolve(layer.label() + ".f32");
            parameters.put(layer, raw(layer, file));
        }
        return fromCaffe(parameters, true);
    }

    private static Convolution raw(Layer layer, Path file) {
        int weights = 9 * layer.in * layer.out;
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    file + ": cannot be read; give the folder of VGG-19 with conv1_1.f32 to conv3_1.f32", e);
        }
        if (bytes.length != 4 * (weights + layer.out)) {
            throw new InvalidRequestException(file + ": expected " + 4 * (weights + layer.out)
                    + " bytes of float32, found " + bytes.length + "; fetch the file again");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] kernel = new float[weights];
        for (int place = 0; place < 9; place++) {
            for (int in = 0; in < layer.in; in++) {
                for (int out = 0; out < layer.out; out++) {
                    kernel[(out * layer.in + in) * 9 + place] = buffer.getFloat();
                }
            }
        }
        float[] bias = new float[layer.out];
        buffer.asFloatBuffer().get(bias);
        return new Convolution(kernel, bias);
    }

    private static VggWeights of(Path file, Map<String, Tensor> tensors) {
        List<String> names = tensors.keySet().stream()
                .filter(name -> tensors.get(name).shape().length == 4)
                .sorted(Comparator.comparing(VggWeights::inOrder))
                .toList();
        Optional<String> before = names.stream()
                .filter(name -> java.util.Arrays.equals(tensors.get(name).shape(), new long[] {3, 3, 1, 1}))
                .findFirst();
        List<String> kernels = names.stream()
                .filter(name -> tensors.get(name).shape()[2] == 3)
                .limit(Layer.values().length)
                .toList();
        Map<Layer, Convolution> parameters = new LinkedHashMap<>();
        Iterator<String> next = kernels.iterator();
        for (Layer layer : Layer.values()) {
            String name = next.hasNext() ? next.next() : "";
            Tensor kernel = tensors.get(name);
            Tensor bias = tensors.get(bias(name));
            if (kernel == null
                    || bias == null
                    || kernel.values().length != 9 * layer.in * layer.out
                    || kernel.shape()[0] != layer.out
                    || bias.values().length != layer.out) {
                throw new InvalidRequestException(file + ": expected a kernel [" + layer.out + ", " + layer.in
                        + ", 3, 3] and its bias as " + layer.label() + ", found "
                        + (kernel == null ? "none" : name + " of " + java.util.Arrays.toString(kernel.shape()))
                        + "; give weights of VGG-19");
            }
            parameters.put(layer, new Convolution(kernel.values().clone(), bias.values()));
        }
        if (before.isPresent()) {
            Tensor bias = tensors.get(bias(before.get()));
            if (bias == null || bias.values().length != 3) {
                throw new InvalidRequestException(file + ": " + before.get() + " has no bias; give weights of VGG-19");
            }
            float[] mix = tensors.get(before.get()).values();
            return new VggWeights(mixed(parameters, mix, bias.values()), 1);
        }
        float[] kernel = parameters.get(Layer.CONV1_1).kernel();
        if (isCaffe(kernel, true) || isCaffe(kernel, false)) {
            return new VggWeights(fromCaffe(parameters, isCaffe(kernel, true)), CAFFE_SCALE);
        }
        float[] mix = new float[9];
        float[] offset = new float[3];
        for (int c = 0; c < 3; c++) {
            mix[4 * c] = 1 / TORCHVISION_DEVIATION[c];
            offset[c] = -TORCHVISION_MEAN[c] / TORCHVISION_DEVIATION[c];
        }
        return new VggWeights(mixed(parameters, mix, offset), 1);
    }

    /** Names in the order of the numbers in them: 2 before 10. */
    private static String inOrder(String name) {
        Matcher numbers = NUMBER.matcher(name);
        return numbers.replaceAll(
                number -> "0".repeat(Math.max(0, 6 - number.group().length())) + number.group());
    }

    private static String bias(String kernel) {
        return kernel.endsWith("weight") ? kernel.substring(0, kernel.length() - "weight".length()) + "bias" : "";
    }

    private static boolean isCaffe(float[] kernel, boolean blueFirst) {
        for (int c = 0; c < 3; c++) {
            if (Math.abs(kernel[9 * c] - CAFFE[blueFirst ? c : 2 - c]) > 1e-4) {
                return false;
            }
        }
        return true;
    }

    private static Map<Layer, Convolution> fromCaffe(Map<Layer, Convolution> parameters, boolean blueFirst) {
        Convolution first = parameters.get(Layer.CONV1_1);
        float[] kernel = new float[first.kernel().length];
        for (int i = 0; i < kernel.length; i++) {
            int channel = i / 9 % 3;
            int from = blueFirst ? i + 9 * (2 - 2 * channel) : i;
            kernel[i] = 255 * first.kernel()[from];
        }
        Map<Layer, Convolution> changed = new LinkedHashMap<>(parameters);
        changed.put(Layer.CONV1_1, new Convolution(kernel, first.bias()));
        return changed;
    }

    /**
     * For a first layer that takes {@code mix * rgb + offset}. What lies outside of the picture counts as the mean colour
     * either way, unless the offset stands for another one, by a few thousandths.
     */
    private static Map<Layer, Convolution> mixed(Map<Layer, Convolution> parameters, float[] mix, float[] offset) {
        Convolution first = parameters.get(Layer.CONV1_1);
        float[] mean = VggFeatures.mean();
        float[] atMean = new float[3];
        for (int c = 0; c < 3; c++) {
            atMean[c] = offset[c] + mix[3 * c] * mean[0] + mix[3 * c + 1] * mean[1] + mix[3 * c + 2] * mean[2];
        }
        float[] kernel = new float[first.kernel().length];
        float[] bias = first.bias().clone();
        for (int out = 0; out < bias.length; out++) {
            for (int place = 0; place < 9; place++) {
                for (int c = 0; c < 3; c++) {
                    float weight = first.kernel()[(out * 3 + c) * 9 + place];
                    bias[out] += weight * atMean[c];
                    for (int rgb = 0; rgb < 3; rgb++) {
                        kernel[(out * 3 + rgb) * 9 + place] += weight * mix[3 * c + rgb];
                    }
                }
            }
        }
        Map<Layer, Convolution> changed = new LinkedHashMap<>(parameters);
        changed.put(Layer.CONV1_1, new Convolution(kernel, bias));
        return changed;
    }
}
