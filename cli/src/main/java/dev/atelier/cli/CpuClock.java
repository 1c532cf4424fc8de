package dev.atelier.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of this process and of its children that have ended. */
final class CpuClock {
    private static final Path STAT = Path.of("/proc/self/stat");

    /** Linux counts in hundredths of a second, whatever its kernel's own tick. */
    private static final double TICKS_PER_SECOND = 100;

    private CpuClock() {}

    /** Seconds so far. Where there is no {@code /proc}, children do not count. */
    static double seconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9 + children();
    }

    private static double children() {
        try {
            String stat = Files.readString(STAT);
            // fields are counted from behind the program's name, which is in parentheses: 16 and 17 of proc(5)
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }
}
