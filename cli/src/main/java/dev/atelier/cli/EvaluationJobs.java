package dev.atelier.cli;

import dev.atelier.core.failure.JobFailedException;
import java.nio.file.Path;

/** Paints by jobs of the same kind as a user's. Their records lie beside the results. */
final class EvaluationJobs {
    private final Wiring wiring;
    private final EvaluateCommand command;
    private final Wiring inside;

    /** @param home where the jobs' records are kept */
    EvaluationJobs(Wiring wiring, EvaluateCommand command, Path home) {
        this.wiring = wiring;
        this.command = command;
        inside = wiring.elsewhere(new Home(home));
    }

    /**
     * Paints a folder of images or a video.
     *
     * @param style not used where the model takes none
     * @param steady strength of flicker control
     */
    void paint(Path input, String model, Path style, double steady, Path output) throws InterruptedException {
        var arguments = new JobArguments();
        arguments.input = input.toString();
        arguments.output = output.toString();
        arguments.overwrite = true;
        arguments.device = command.device;
        arguments.precision = command.precision;
        arguments.statistics = command.statistics;
        arguments.steady = Double.toString(steady);
        arguments.codec = output.toString().endsWith(".mkv") ? "ffv1" : null;
        boolean takesStyle = wiring.runtime().inspect(model).takesStyle();
        wiring.err()
                .println("painting: " + EvaluationPictures.name(input) + ", " + model
                        + (takesStyle ? ", " + EvaluationPictures.name(style) : "") + (steady > 0 ? ", steady" : ""));
        var spec = new JobRequest(inside, arguments, model, takesStyle ? style.toString() : null, 1, "").spec();
        var run = new RunArguments();
        run.quiet = true;
        int code = new JobExecution(inside, run).execute(spec);
        if (code == ExitCode.INTERRUPTED) {
            throw new InterruptedException();
        }
        if (code != ExitCode.DONE) {
            throw new JobFailedException("painting " + input + " with " + model + " did not succeed");
        }
    }
}
