package dev.atelier.cli;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.pipeline.JobRunner;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.trigger.TriggerJobs;
import dev.atelier.core.trigger.TriggerRequest;
import dev.atelier.core.trigger.WatchedPrefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes jobs of triggers as the commands style and score make them of what a user types.
 *
 * @param defaults options where neither the trigger nor the defaults of its prefix have any
 */
record WatchedJobs(Wiring wiring, Engine engine, Map<String, String> defaults) implements TriggerJobs {
    @Override
    public Set<String> options() {
        return TriggerOptions.namesForTriggers();
    }

    @Override
    public JobSpec specify(WatchedPrefix prefix, TriggerRequest request) {
        Map<String, String> values = new HashMap<>(defaults);
        values.putAll(request.options());
        TriggerOptions options = TriggerOptions.parse(values);
        options.job.input = address(prefix.inbox(), request.input());
        options.job.output = request.output() == null ? null : address(prefix.results(), request.output());
        String folder = request.input().substring(0, request.input().lastIndexOf('/') + 1);
        return new JobRequest(
                        wiring,
                        options.job,
                        options.model,
                        options.style,
                        options.strength,
                        options.style == null ? "scored" : "styled",
                        beside -> address(prefix.results(), folder + ObjectName.base(beside)))
                .spec();
    }

    private static String address(Location folder, String name) {
        return folder.store().address(folder.child(name));
    }

    @Override
    public Optional<JobReport> run(JobSpec spec, JobListener listener, StopSignal stop) throws InterruptedException {
        return new JobRunner(wiring.ports(), engine, wiring.cores(), listener).run(spec, false, stop);
    }
}
