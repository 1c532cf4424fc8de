package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.scoring.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
    @TempDir
    Path folder;

    @Test
    void what_a_processor_can_do_is_known_by_its_flags() throws IOException {
        Path file = folder.resolve("cpuinfo");
        Files.writeString(file, "processor : 0\nflags\t\t: fpu avx512f avx512_bf16 avx512_vnni\n");
        assertThat(new Processor(file).hasBfloat16()).isTrue();
        assertThat(new Processor(file).hasByteProducts()).isTrue();
        Files.writeString(file, "processor : 0\nflags\t\t: fpu avx2 avx512_bf16x\n");
        assertThat(new Processor(file).hasBfloat16()).isFalse();
        assertThat(new Processor(file).hasByteProducts()).isFalse();
        Files.writeString(file, "processor : 0\nFeatures\t: fp asimd asimddp\n");
        assertThat(new Processor(file).hasByteProducts()).isTrue();
        assertThat(new Processor(folder.resolve("absent")).hasBfloat16()).isFalse();
    }
}
