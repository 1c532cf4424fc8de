package dev.atelier.cli;

import dev.atelier.core.engine.InProcessEngine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.core.trigger.WatchedPrefix;
import dev.atelier.core.trigger.Watcher;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        description = {
            "Runs the jobs that triggers ask for: objects whose names begin with \"trigger\", put beside their media.",
            "A trigger is a line that names a video, an image or a folder, or JSON with options as well."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class WatchCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "PREFIX", description = "Where media and triggers are put.")
    String prefix;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "PREFIX",
            description = "Where results, reports and logs go.")
    String output;

    @Option(names = "--once", description = "End when what is there now is done.")
    boolean once;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "1",
            description = "Triggers run at once; default ${DEFAULT-VALUE}.")
    int atOnce;

    @Mixin
    TriggerOptions options;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Batches of a job at once; by default half as many as there are cores, and at least two.")
    Integer jobs;

    @Option(names = "--json", description = "Tell what happens as JSON, a line an event, on standard output.")
    boolean json;

    WatchCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (atOnce < 1) {
            throw new InvalidRequestException("--at-once is " + atOnce + "; expected 1 or more");
        }
        var watched = new WatchedPrefix(
                wiring.stores().locate(prefix), wiring.stores().locate(output));
        Map<String, String> defaults = TriggerOptions.given(spec.commandLine().getParseResult());
        wiring.limit(TriggerOptions.parse(defaults).job.limits.limits());
        if (options.style != null) {
            String style =
                    new RequestFiles(wiring.stores()).style(options.style).address();
            defaults.put("style", style);
        }
        defaults.put(
                "model", wiring.modelName(wiring.models().inspect(options.model).name()));
        checkWritable(watched.inbox());
        checkWritable(watched.results());
        int slots = jobs != null ? Math.max(1, jobs) : Math.max(2, wiring.cores() / 2);
        var engine = new InProcessEngine(slots, RetryPolicy.DEFAULT, wiring.clock(), RandomGenerator.getDefault());
        var stop = new StopSignal();
        var telling = new TriggerTelling(wiring.out(), json);
        try (Interrupts interrupts = Interrupts.begin(
                stop,
                wiring.err(),
                "atelier: finishing the batches that are under way; press Ctrl-C again to stop at once",
                "atelier: stopped at once; the next watcher goes on")) {
            telling.watching(watched, once);
            new Watcher(
                            watched,
                            new WatchedJobs(wiring, engine, defaults),
                            wiring.ports().ops(),
                            atOnce,
                            Watcher.Pauses.DEFAULT,
                            event -> {
                                interrupts.on(event);
                                telling.on(event);
                            },
                            wiring.clock())
                    .watch(once, stop);
        }
        if (stop.isRequested()) {
            return ExitCode.INTERRUPTED;
        }
        return telling.refused() == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_FAILED_ITEMS;
    }

    /** Everything written is in folders of its own: if the first cannot be written, none can. */
    private void checkWritable(Location folder) {
        wiring.mounts().check(folder);
        String probe =
                folder.child(".atelier-write-test-" + ProcessHandle.current().pid());
        folder.store().put(probe, Content.of(""), WriteCondition.ALWAYS);
        folder.store().delete(probe);
    }
}
