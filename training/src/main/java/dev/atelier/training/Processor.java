package dev.atelier.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this machine's processor can do. */
public final class Processor {
    private final Path description;

    public Processor() {
        this(Path.of("/proc/cpuinfo"));
    }

    /** @param description the kernel's description of the processor; may be absent */
    Processor(Path description) {
        this.description = description;
    }

    /** Whether it multiplies bfloat16 numbers itself, so that training in them is faster than in float32. */
    public boolean hasBfloat16() {
        if (!Files.isReadable(description)) {
            return false;
        }
        try {
            return Files.readAllLines(description).stream()
                    .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .map(line -> List.of(
                            line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
                    .anyMatch(flags ->
                            flags.contains("avx512_bf16") || flags.contains("amx_bf16") || flags.contains("bf16"));
        } catch (IOException e) {
            return false;
        }
    }
}
