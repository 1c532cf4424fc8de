package dev.atelier.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, as a user starts it. */
record AtelierProcess(Process process, Path out, Path err) {
    private static final int PATIENCE_SECONDS = 180;

    /**
     * What became of it.
     *
     * @param out its standard output
     * @param err its standard error
     */
    record Result(int exitCode, String out, String err) {}

    static AtelierProcess start(Path home, String... arguments) throws IOException {
        return start(home, Map.of(), List.of(), arguments);
    }

    static AtelierProcess start(
            Path home, Map<String, String> environment, List<String> javaOptions, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx400m",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(javaOptions);
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        Files.createDirectories(home);
        Path out = Files.createTempFile(home, "stdout", ".txt");
        Path err = Files.createTempFile(home, "stderr", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("ATELIER_HOME", home.toString());
        builder.environment().putAll(environment);
        return new AtelierProcess(builder.start(), out, err);
    }

    static Result run(Path home, String... arguments) throws IOException, InterruptedException {
        return start(home, arguments).await();
    }

    Result await() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s: " + Files.readString(err));
        }
        return new Result(process.exitValue(), read(out), read(err));
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    /** @param name such as TERM, with which systems ask processes to end */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    String outSoFar() throws IOException {
        return read(out);
    }

    String errSoFar() {
        try {
            return read(err);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
