package dev.atelier.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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
                List<String> turn = new ArrayList<>(List.of("file", "az", "s3"));
                Collections.rotate(turn, round);
                for (String scheme : turn) {
                    Commands commands = cloud.commands(folder.resolve("home-" + scheme), scheme);
                    String place = scheme.equals("file") ? folder.toString() : scheme + "://media";
                    if (round == 0) {
                        commands.done("store", "cp", clip.toString(), place + "/in.mp4");
                    }
                    Cost cost = run(commands, place, style, round);
                    out.printf(
                            Locale.ROOT,
                            "%s %.2f s, %.2f s of processor, load %.1f%n",
                            scheme,
                            cost.wall,
                            cost.processor,
                            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                    if (round > 0) {
                        // the first round warms up
                        costs.computeIfAbsent(scheme, s -> new ArrayList<>()).add(cost);
                    }
                }
            }
        }
        costs.forEach((scheme, list) -> out.printf(
                Locale.ROOT,
                "%-5s median %.2f s wall (%.3f of folders in the same round), %.2f s of processor (%.3f)%n",
                scheme,
                median(list, Cost::wall),
                ratio(list, costs.get("file"), Cost::wall),
                median(list, Cost::processor),
                ratio(list, costs.get("file"), Cost::processor)));
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
        // a strength of its own makes each round's job a new one, which finds no records
        String strength = String.format(Locale.ROOT, "%.3f", 0.9 + round / 1000.0);
        String out = place + "/out-" + round + ".mp4";
        commands.done("style", place + "/in.mp4", "--style", style, "-o", out, "--strength", strength, "--quiet");
        return new Cost((System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - processor) / 1e9);
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> part) {
        return median(costs.stream().mapToDouble(part));
    }

    /** The median of what each round's cost is to that of folders in the same round. */
    private static double ratio(List<Cost> costs, List<Cost> folders, ToDoubleFunction<Cost> part) {
        return median(IntStream.range(0, costs.size())
                .mapToDouble(i -> part.applyAsDouble(costs.get(i)) / part.applyAsDouble(folders.get(i))));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
