package dev.atelier.spark;

import dev.atelier.core.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A process of a cluster on this machine.
 *
 * @param started when, since the numbers of processes are used again; may be null
 */
record NodeProcess(String name, long pid, Instant started) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long LOOK_MILLIS = 200;

    private static final Duration SAME_START = Duration.ofSeconds(2);

    /** Spark logs through log4j, and only warnings are worth keeping. */
    private static final List<String> LOGGING = List.of(
            "-Dslf4j.internal.verbosity=WARN",
            "-Dslf4j.provider=org.apache.logging.slf4j.SLF4JServiceProvider",
            "-Dlog4j2.configurationFile=classpath:dev/atelier/spark/log4j2.properties");

    static final List<String> EXECUTOR_OPTIONS = Stream.concat(
                    Stream.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djava.awt.headless=true"), LOGGING.stream())
            .toList();

    /**
     * Starts one.
     *
     * @param log where its output goes
     * @param arguments hold no secrets: everyone on the machine can read them
     */
    static NodeProcess start(
            String name, String mainClass, int heap, Map<String, String> environment, Path log, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx" + heap + "m"));
        command.addAll(LOGGING);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        Files.createDirectories(log.getParent());
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new NodeProcess(
                name, process.pid(), process.info().startInstant().orElse(null));
    }

    /** Instants of starts are counted from the boot, which moves a little with the clock. */
    private boolean isAnother(Instant start) {
        return started != null && Duration.between(started, start).abs().compareTo(SAME_START) > 0;
    }

    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info().startInstant().filter(this::isAnother).isEmpty());
    }

    /**
     * Has a worker take no more executors and end those it has once they have finished what they do.
     *
     * @param most how long it is waited for
     */
    void drain(Duration most) throws InterruptedException {
        ProcessHandle process = handle().orElse(null);
        if (process == null || process.children().findAny().isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-PWR", Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new InfrastructureException("process " + pid + " cannot be sent a signal: " + e, e);
        }
        long until = System.nanoTime() + most.toNanos();
        while (process.children().findAny().isPresent() && System.nanoTime() < until) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Ends it and what it started: politely, and where that takes long, at once. */
    void stop() throws InterruptedException {
        ProcessHandle process = handle().orElse(null);
        if (process == null) {
            return;
        }
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        process.destroy();
        for (ProcessHandle each : all) {
            try {
                each.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                each.destroyForcibly();
            } catch (ExecutionException e) {
                throw new InfrastructureException("process " + each.pid() + " cannot be waited for: " + e, e);
            }
        }
    }
}
