package dev.atelier.cli;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.pipeline.PlanRecords;
import dev.atelier.core.planning.JobPlan;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Optional;

/** Runs a job in front of a user: shows progress, obeys Ctrl-C, tells how it ended. */
record JobExecution(Wiring wiring, RunArguments arguments) {

    int execute(JobSpec spec) throws InterruptedException {
        PrintStream out = wiring.out();
        var stop = new StopSignal();
        Optional<JobReport> report;
        if (arguments.cluster.engine.equals(ClusterArguments.LOCAL)) {
            wiring.runtime().checkDevice(spec.model().device());
        }
        var plans = new PlanRecords(wiring.repository());
        int planned = plans.plan(spec.id()).map(JobPlan::executors).orElse(0);
        Instant began = wiring.clock().instant();
        try (Engine engine = new Engines(wiring).open(arguments, planned);
                Telling telling = telling();
                Interrupts interrupts = Interrupts.begin(stop, wiring.err(), spec.id())) {
            JobListener listener = event -> {
                interrupts.on(event);
                telling.on(event);
            };
            report = new JobRunner(wiring.ports(), engine, wiring.cores(), listener).run(spec, arguments.fresh, stop);
            boolean elsewhere = engine.isElsewhere();
            report.filter(done -> elsewhere && done.finished().isAfter(began))
                    .ifPresent(done -> learn(plans, done, planned));
        }
        if (report.isEmpty()) {
            wiring.err().println("atelier: interrupted; go on with: ./atelier resume " + spec.id());
            return ExitCode.INTERRUPTED;
        }
        out.print(arguments.json ? Summary.json(spec.id(), report.get()) : Summary.text(spec.id(), report.get()));
        out.flush();
        return report.get().failed().isEmpty() ? ExitCode.DONE : ExitCode.DONE_WITH_FAILED_ITEMS;
    }

    /** Later plans go by what this run has shown of executors. */
    private void learn(PlanRecords plans, JobReport done, int planned) {
        boolean askedFirst = planned > 0 || arguments.cluster.minExecutors > 0;
        try {
            plans.write(plans.experience().with(done.timing(), askedFirst));
        } catch (InvalidRequestException e) {
            // rights may end at the job's own records, and it is done
        }
    }

    private Telling telling() {
        if (arguments.json) {
            return new JsonTelling(wiring.out());
        }
        if (arguments.quiet) {
            return Telling.SILENT;
        }
        return new ProgressTelling(wiring.err(), wiring.terminalWidth(), wiring.clock());
    }
}
