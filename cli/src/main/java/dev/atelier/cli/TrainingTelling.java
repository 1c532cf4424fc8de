package dev.atelier.cli;

import dev.atelier.training.TrainingProgress;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Shows how far a training is: a bar that is redrawn on a terminal, a line now and then elsewhere. */
final class TrainingTelling implements Consumer<TrainingProgress>, AutoCloseable {
    private static final double SECONDS_BETWEEN_LINES = 30;
    private static final double SECONDS_BETWEEN_BARS = 0.2;
    /** Checkpoints and sheets of samples are in it, so that what is left counts them too. */
    private static final double WINDOW_SECONDS = 300;

    private record Sample(double seconds, int step) {}

    private final PrintStream out;
    private final int width;
    private final LongSupplier nanos;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private double shown = Double.NEGATIVE_INFINITY;
    private boolean drawn;

    /** @param width columns of the terminal; 0 where there is none, below 0 to show nothing */
    TrainingTelling(PrintStream out, int width, LongSupplier nanos) {
        this.out = out;
        this.width = width;
        this.nanos = nanos;
    }

    @Override
    public void accept(TrainingProgress progress) {
        double now = nanos.getAsLong() / 1e9;
        samples.addLast(new Sample(now, progress.step()));
        while (samples.size() > 2 && samples.peekFirst().seconds() < now - WINDOW_SECONDS) {
            samples.removeFirst();
        }
        boolean last = progress.step() == progress.steps();
        double between = width > 0 ? SECONDS_BETWEEN_BARS : SECONDS_BETWEEN_LINES;
        if (width < 0 || (now - shown < between && !last)) {
            return;
        }
        shown = now;
        String state = String.format(
                Locale.ROOT,
                "%d/%d  %s left",
                progress.step(),
                progress.steps(),
                ProgressTelling.duration(secondsLeft(progress)));
        if (width > 0 && !last) {
            erase();
            out.print(bar(progress, state));
            out.flush();
            drawn = true;
        } else {
            erase();
            out.println(state + "  " + progress.line());
        }
    }

    /** At the rate of lately; NaN while that is not known. */
    private double secondsLeft(TrainingProgress progress) {
        Sample first = samples.peekFirst();
        Sample last = samples.peekLast();
        return last.step() == first.step()
                ? Double.NaN
                : (progress.steps() - progress.step())
                        * (last.seconds() - first.seconds())
                        / (last.step() - first.step());
    }

    private String bar(TrainingProgress progress, String state) {
        String text = state + "  " + progress.line();
        int length = Math.min(30, width - 1 - text.length() - 3);
        if (length < 5) {
            length = 5;
        }
        int full = (int) ((long) length * progress.step() / progress.steps());
        String line = "[" + "#".repeat(full) + ".".repeat(length - full) + "] " + text;
        return line.substring(0, Math.min(line.length(), Math.max(1, width - 1)));
    }

    private void erase() {
        if (drawn) {
            out.print("\r" + " ".repeat(Math.max(0, width - 1)) + "\r");
            drawn = false;
        }
    }

    @Override
    public void close() {
        erase();
        out.flush();
    }
}
