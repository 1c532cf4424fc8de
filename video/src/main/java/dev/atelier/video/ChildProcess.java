package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running FFmpeg program. A call that waits for it ends at the latest when the program has been silent for too long,
 * or when the thread is interrupted: either kills the program.
 *
 * <p>A program never outlives the virtual machine for long, even if that is killed: each either reads or writes a pipe
 * that breaks then, and none may use more processor time than its job can need.
 */
final class ChildProcess implements AutoCloseable {
    /** What a pipe holds: asking for more only makes the Java library allocate more. */
    private static final int CHUNK = 1 << 16;

    private final Process process;
    /**
     * What starts a program in a session of its own, so that Ctrl-C reaches this process alone, which then decides what
     * to finish. Where it is missing, on macOS, a batch that Ctrl-C hits is done again by the next run.
     */
    private static final List<String> DETACH =
            Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of();

    private final String program;
    private final ErrorLog errors = new ErrorLog();
    private final Thread drain;
    private final ScheduledFuture<?> watch;
    private final long patience;
    private volatile Thread waiting;
    private volatile long waitingSince;
    private volatile boolean timedOut;

    ChildProcess(FfmpegTools tools, List<String> command, Duration patience, ChildWatch watcher, boolean feed) {
        this.program = Path.of(command.get(0)).getFileName().toString();
        this.patience = patience.toNanos();
        List<String> detached = new ArrayList<>(DETACH);
        detached.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(detached);
        builder.environment().clear();
        builder.environment().putAll(tools.environment());
        if (!feed) {
            builder.redirectInput(new File("/dev/null"));
        }
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new InfrastructureException(program + " cannot be started: " + e.getMessage(), e);
        }
        drain = new Thread(this::drain, program + "-" + process.pid() + "-errors");
        drain.setDaemon(true);
        drain.start();
        watch = watcher.every(Duration.ofMillis(100), this::check);
    }

    /** Reads until the array is full or the output ends; returns how much it read. */
    int read(byte[] bytes) throws InterruptedException {
        InputStream output = process.getInputStream();
        int total = 0;
        begin();
        try {
            while (total < bytes.length) {
                int n = output.read(bytes, total, Math.min(CHUNK, bytes.length - total));
                if (n < 0) {
                    break;
                }
                total += n;
                waitingSince = System.nanoTime();
            }
        } catch (IOException e) {
            // Closed under our hands: the same as an end.
        } finally {
            end();
        }
        return total;
    }

    /** Writes all of an array; returns false if the program does not take it any more. */
    boolean write(byte[] bytes) throws InterruptedException {
        OutputStream input = process.getOutputStream();
        begin();
        try {
            for (int offset = 0; offset < bytes.length; offset += CHUNK) {
                input.write(bytes, offset, Math.min(CHUNK, bytes.length - offset));
                waitingSince = System.nanoTime();
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            end();
        }
    }

    /** Ends the program's input. */
    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has gone already; its exit code tells.
        }
    }

    /** A reader of the output as text, a line at a time. */
    Lines lines() {
        return new Lines();
    }

    /** Waits for the end and returns the exit code; 128 and the signal's number if one ended it. */
    int exitCode() throws InterruptedException {
        begin();
        try {
            int code = process.waitFor();
            drain.join();
            return code;
        } finally {
            end();
        }
    }

    /** The lines on its standard error; complete once the exit code was asked for. */
    List<String> errors() {
        return errors.lines();
    }

    /** Waits for the next number that the program stamps on its standard error; empty once there are no more. */
    OptionalLong stamp() throws InterruptedException {
        begin();
        try {
            Long stamp = errors.stamp();
            while (stamp == null) {
                stamp = errors.stamp();
            }
            return stamp == ErrorLog.END ? OptionalLong.empty() : OptionalLong.of(stamp);
        } finally {
            end();
        }
    }

    /** Throws if the program was killed for its silence. */
    void checkSilence(String doing) {
        if (timedOut) {
            throw new InfrastructureException(program + " was killed while " + doing + ": it gave no sign of life for "
                    + TimeUnit.NANOSECONDS.toSeconds(patience) + " s");
        }
    }

    @Override
    public void close() {
        watch.cancel(false);
        if (process.isAlive()) {
            process.destroyForcibly();
        }
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        closeQuietly(process.getInputStream());
        closeQuietly(process.getOutputStream());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            // The program is gone: there is nothing left to lose.
        }
    }

    private void begin() {
        waitingSince = System.nanoTime();
        waiting = Thread.currentThread();
    }

    private void end() throws InterruptedException {
        waiting = null;
        if (Thread.interrupted()) {
            process.destroyForcibly();
            throw new InterruptedException();
        }
    }

    /** Runs on the watch's thread, now and then. */
    private void check() {
        Thread thread = waiting;
        if (thread == null) {
            return;
        }
        if (thread.isInterrupted()) {
            process.destroyForcibly();
        } else if (System.nanoTime() - waitingSince > patience) {
            timedOut = true;
            process.destroyForcibly();
        }
    }

    private void drain() {
        try (InputStream stream = process.getErrorStream()) {
            errors.fill(stream);
        } catch (IOException e) {
            // The program was killed.
        }
    }

    /** The output's lines. */
    final class Lines {
        private final BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), CHUNK);

        /** The next line without its end, or null. */
        String next() throws InterruptedException {
            begin();
            try {
                return reader.readLine();
            } catch (IOException e) {
                return null;
            } finally {
                end();
            }
        }
    }
}
