package dev.atelier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What kind of machine this is: what was measured on one of another kind tells nothing here. */
final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Cores, and the processor's name where the system tells it. */
    static String kind(int cores) {
        String name = System.getProperty("os.arch");
        try (var lines = Files.lines(CPU)) {
            name = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(name);
        } catch (IOException e) {
            // no Linux: the architecture has to do
        }
        return cores + " cores of " + name;
    }
}
