package dev.atelier.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares the same style job with everything in folders, in Azurite and in S3Proxy, in turns, in one run: input, output,
 * records and what batches write. A program, no test: a busy machine scatters it. Arguments: a video, a style picture,
 * and how many rounds.
 */
final class StoreTraffic {
    private StoreTraffic() {}

    private record Cost(double wall, double processor) {}

    public static void main(String[] arguments) throws Exception {
        Path clip = Path.of(arguments[0]);
        String style = arguments[1];
        int rounds = Integer.parseInt(arguments[2]);
        PrintStream out = System.out;
        Path folder = Files.createTempDirectory("atelier-traffic");
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        try (var cloud = new Cloud(folder)) {
            for (int round = 0; round <= rounds; round++) {
                for (String scheme : List.of("file", "az", "s3")) {
                    Commands commands = cloud.commands(folder.resolve("home-" + scheme), scheme);
                    String place = scheme.equals("file") ? folder.toString() : scheme + "://media";
                    if (round == 0) {
                        commands.done("store", "cp", clip.toString(), place + "/in.mp4");
                    }
                    Cost cost = run(commands, place, style, round);
                    out.printf(Locale.ROOT, "%s %.2f s, %.2f s of processor%n", scheme, cost.wall, cost.processor);
                    if (round > 0) {
                        // the first round warms up
                        costs.computeIfAbsent(scheme, s -> new ArrayList<>()).add(cost);
                    }
                }
            }
        }
        costs.forEach((scheme, list) -> out.printf(
                Locale.ROOT,
                "%-5s median %.2f s wall, %.2f s of this process's processor time%n",
                scheme,
                median(list, Cost::wall),
                median(list, Cost::processor)));
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        System.exit(0);
    }

    private static Cost run(Commands commands, String place, String style, int round) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processor = system.getProcessCpuTime();
        long start = System.nanoTime();
        commands.done("style", place + "/in.mp4", "--style", style, "-o", place + "/out-" + round + ".mp4", "--quiet");
        return new Cost((System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - processor) / 1e9);
    }

    private static double median(List<Cost> costs, java.util.function.ToDoubleFunction<Cost> part) {
        return costs.stream().mapToDouble(part).sorted().toArray()[costs.size() / 2];
    }
}
