package dev.atelier.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, with Spark on its class path, as the launcher starts it. */
record CommandProcess(Process process, Path out, Path err) {
    private static final int PATIENCE_SECONDS = 240;

    static CommandProcess start(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("src/main/launch/java.options").toAbsolutePath(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.atelier.cli.Main"));
        command.addAll(List.of(arguments));
        Files.createDirectories(home);
        Path out = Files.createTempFile(home, "stdout", ".txt");
        Path err = Files.createTempFile(home, "stderr", ".txt");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("ATELIER_HOME", home.toString());
        return new CommandProcess(builder.start(), out, err);
    }

    static String run(Path home, String... arguments) throws IOException, InterruptedException {
        return start(home, arguments).await();
    }

    /** Its standard output, once it has ended well. */
    String await() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + Files.readString(err));
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("exit code " + process.exitValue() + ": " + Files.readString(err));
        }
        return Files.readString(out);
    }

    /** Waits until so many batches are finished. */
    void awaitFinished(int batches) throws IOException, InterruptedException {
        while (finished(Files.readString(out)).size() < batches) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended before " + batches + " batches were: " + Files.readString(err));
            }
        }
    }

    /** The outcomes that the events in an output tell of, a line each. */
    static List<String> finished(String out) {
        return out.lines()
                .filter(line -> line.startsWith("{\"event\":\"BatchFinished\"") && line.endsWith("}"))
                .toList();
    }
}
