package dev.atelier.testkit.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A WAVE file of 16-bit samples. */
final class WaveFile {
    private WaveFile() {}

    /**
     * The whole file.
     *
     * @param channels for each channel its samples, -1 to 1, all of one length
     */
    static byte[] of(int sampleRate, double[][] channels) {
        int frame = 2 * channels.length;
        int size = frame * channels[0].length;
        ByteBuffer file = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(36 + size).put(ascii("WAVEfmt ")).putInt(16);
        file.putShort((short) 1)
                .putShort((short) channels.length)
                .putInt(sampleRate)
                .putInt(sampleRate * frame);
        file.putShort((short) frame).putShort((short) 16).put(ascii("data")).putInt(size);
        for (int i = 0; i < channels[0].length; i++) {
            for (double[] channel : channels) {
                file.putShort((short) Math.round(32767 * Math.max(-1, Math.min(1, channel[i]))));
            }
        }
        return file.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
