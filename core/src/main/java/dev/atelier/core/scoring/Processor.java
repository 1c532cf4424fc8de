package dev.atelier.core.scoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What this machine's processor can do, as the kernel describes it. */
public final class Processor {
    private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16", "bf16");
    private static final Set<String> BYTES = Set.of("avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm");

    private final Path description;

    public Processor() {
        this(Path.of("/proc/cpuinfo"));
    }

    /** @param description the kernel's description of the processor; where it is absent nothing is known */
    public Processor(Path description) {
        this.description = description;
    }

    /** Whether it multiplies bfloat16 numbers itself, so that training in them is faster than in float32. */
    public boolean hasBfloat16() {
        return has(BFLOAT16);
    }

    /** Whether it adds up products of bytes itself, so that scoring in them is faster than in float32. */
    public boolean hasByteProducts() {
        return has(BYTES);
    }

    private boolean has(Set<String> any) {
        if (!Files.isReadable(description)) {
            return false;
        }
        try {
            return Files.readAllLines(description).stream()
                    .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .flatMap(line -> List.of(
                            line.substring(line.indexOf(':') + 1).strip().split("\\s+"))
                            .stream())
                    .anyMatch(any::contains);
        } catch (IOException e) {
            return false;
        }
    }
}
