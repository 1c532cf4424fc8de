package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.testkit.RandomBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadBlocksTest {
    private static final int SIZE = 6 * ReadBlocks.SIZE + 5;

    private final byte[] bytes = bytes();

    private static byte[] bytes() {
        try {
            return new RandomBytes(3, SIZE).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ReadBlocks reading(int firstBytes, ReadBlocks.Request request) {
        return new ReadBlocks(new ByteArrayInputStream(bytes, 0, firstBytes), ReadBlocks.SIZE, SIZE, request);
    }

    private byte[] part(long offset, int length) {
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }

    @Test
    void blocksComeInTheirOrderAndNoMoreThanAFewAreAskedForAhead() throws Exception {
        var asked = new AtomicInteger();
        try (var in = reading(ReadBlocks.SIZE, (offset, length) -> {
            asked.incrementAndGet();
            return part(offset, length);
        })) {
            byte[] beginning = in.readNBytes(10);
            Thread.sleep(100);
            assertThat(asked).hasValue(3);
            assertThat(beginning).isEqualTo(part(0, 10));
            assertThat(in.readAllBytes()).isEqualTo(part(10, SIZE - 10));
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(asked).hasValue(6);
    }

    @Test
    void aBlockThatIsCutShortIsNotFollowedByTheNext() {
        assertThatThrownBy(() -> reading(ReadBlocks.SIZE - 1, this::part).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lacks its last 1 bytes");
        assertThatThrownBy(() -> reading(ReadBlocks.SIZE, (offset, length) -> part(offset, length - 1))
                        .readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("came with");
    }

    @Test
    void aRequestThatFailsBreaksTheRead() {
        assertThatThrownBy(() -> reading(ReadBlocks.SIZE, (offset, length) -> {
                            throw new IllegalStateException("503");
                        })
                        .readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
    }
}
