package dev.atelier.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;

class SoundtrackTest {
    private final double[][] channels = new Soundtrack().channels(Scene.DURATION);

    @Test
    void lastsExactlyAsLongAsThePicture() {
        assertThat(channels).hasDimensions(2, 288_000);
    }

    @Test
    void isTheSameEachTime() {
        assertThat(new Soundtrack().channels(Scene.DURATION)).isDeepEqualTo(channels);
    }

    @Test
    void neverClips() {
        for (double[] channel : channels) {
            assertThat(DoubleStream.of(channel).map(Math::abs).max().orElseThrow())
                    .isBetween(0.2, 0.95);
        }
    }

    @Test
    void isHeardInEverySecondAndEndsInSilence() {
        for (double[] channel : channels) {
            for (int second = 0; second < 6; second++) {
                assertThat(loudness(channel, second, second + 1)).isGreaterThan(0.02);
            }
            assertThat(loudness(channel, 5.99, 6)).isLessThan(0.005);
        }
    }

    @Test
    void hasTwoDifferentChannels() {
        assertThat(channels[0]).isNotEqualTo(channels[1]);
    }

    @Test
    void aPluckedStringSoundsAtItsPitchAndDiesAway() {
        double[] track = new double[48_000];
        new PluckedStrings(48_000).pluck(track, 0, 220, 1, 1);

        assertThat(48_000.0 / period(track)).isCloseTo(220, within(1.5));
        assertThat(loudness(track, 0.8, 1)).isLessThan(0.5 * loudness(track, 0, 0.2));
    }

    @Test
    void aWaveFileIsReadBackAsWritten() throws Exception {
        byte[] file = WaveFile.of(48_000, new double[][] {{0, 0.5, 1}, {-1, -0.5, 2}});

        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            assertThat(in.getFormat().getChannels()).isEqualTo(2);
            assertThat(in.getFormat().getSampleRate()).isEqualTo(48_000);
            assertThat(in.getFrameLength()).isEqualTo(3);
            assertThat(in.readAllBytes())
                    .containsExactly(0, 0, 0x01, 0x80, 0x00, 0x40, 0x01, 0xc0, 0xff, 0x7f, 0xff, 0x7f);
        }
    }

    private static double loudness(double[] track, double from, double to) {
        double[] part = Arrays.copyOfRange(track, (int) (from * 48_000), (int) (to * 48_000));
        return Math.sqrt(DoubleStream.of(part).map(x -> x * x).average().orElseThrow());
    }

    /** The shift, in samples, at which a track is most like itself. */
    private static int period(double[] track) {
        int best = 0;
        double most = 0;
        for (int shift = 150; shift < 300; shift++) {
            double likeness = 0;
            for (int i = 0; i < 9600; i++) {
                likeness += track[i] * track[i + shift];
            }
            if (likeness > most) {
                most = likeness;
                best = shift;
            }
        }
        return best;
    }
}
