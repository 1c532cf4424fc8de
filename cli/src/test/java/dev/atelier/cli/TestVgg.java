package dev.atelier.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Files of VGG-19's shape with random weights: enough to run on, and not anybody's to give away. */
final class TestVgg {
    private static final int[] CHANNELS = {3, 64, 64, 128, 128, 256};
    private static final String[] NAMES = {"conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1"};

    private TestVgg() {}

    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        SplittableRandom random = new SplittableRandom(5);
        for (int layer = 0; layer < NAMES.length; layer++) {
            int weights = 9 * CHANNELS[layer] * CHANNELS[layer + 1];
            ByteBuffer bytes =
                    ByteBuffer.allocate(4 * (weights + CHANNELS[layer + 1])).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < weights; i++) {
                bytes.putFloat((float) (random.nextGaussian() * Math.sqrt(2.0 / (9 * CHANNELS[layer]))));
            }
            Files.write(folder.resolve(NAMES[layer] + ".f32"), bytes.array());
        }
        return folder;
    }
}
