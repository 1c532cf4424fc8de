package dev.atelier.core.trigger;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.StopSignal;
import dev.atelier.core.trigger.WatchedPrefix.Fate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes one valid trigger from its claim to its end. */
final class TriggerRun {
    /** Failures that may pass, before a trigger is given up. */
    static final int MOST_FAILURES = 5;

    /**
     * Claims of a trigger, before it is given up: each that ended without a word was a watcher killed or crashed. Many,
     * because a watcher may well be restarted often in the course of a long job.
     */
    static final int MOST_CLAIMS = 100;

    /** What came of it. */
    enum Verdict {
        /** It is done, rejected or quarantined. */
        SETTLED,
        /** It is to be tried again, by this watcher or another. */
        LATER,
        /** It is not there any more, or another watcher has it. */
        TAKEN
    }

    private final WatchedPrefix prefix;
    private final TriggerJobs jobs;
    private final ClaimStage claims;
    private final RunStage run;
    private final LogStage logs;
    private final SettleStage settle;
    private final TriggerEvent.Listener listener;
    private final Clock clock;

    TriggerRun(
            WatchedPrefix prefix,
            TriggerJobs jobs,
            ClaimStage claims,
            RunStage run,
            LogStage logs,
            SettleStage settle,
            TriggerEvent.Listener listener,
            Clock clock) {
        this.prefix = prefix;
        this.jobs = jobs;
        this.claims = claims;
        this.run = run;
        this.logs = logs;
        this.settle = settle;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Runs a trigger unless another watcher does.
     *
     * @throws OutageException if the stores refuse everyone; the trigger stays as it is
     */
    Verdict run(Trigger trigger, TriggerRequest request, StopSignal stop) throws InterruptedException {
        if (!claims.isDue(trigger)) {
            return Verdict.LATER;
        }
        Optional<Claim> claimed = claims.claim(trigger);
        if (claimed.isEmpty()) {
            return Verdict.TAKEN;
        }
        Claim claim = claimed.get();
        Tries tries = claim.tries();
        boolean settled = false;
        try {
            Ending ending = ending(claim, request, stop);
            if (ending instanceof Ending.MayPass failed) {
                tries = tries.failed(clock.instant(), failed.reason());
            }
            settled = settle(claim, ending, tries);
            if (ending instanceof Ending.Outage outage) {
                throw new OutageException(outage.reason());
            }
            return settled ? Verdict.SETTLED : Verdict.LATER;
        } finally {
            if (!settled) {
                claims.release(claim, tries);
            }
        }
    }

    private Ending ending(Claim claim, TriggerRequest request, StopSignal stop) throws InterruptedException {
        JobSpec spec;
        try {
            spec = jobs.specify(prefix, request);
        } catch (InvalidRequestException e) {
            return new Ending.Invalid(e.problems());
        }
        if (claim.count() > MOST_CLAIMS) {
            return new Ending.Poisonous(spec, "it was begun " + MOST_CLAIMS + " times and never came to an end");
        }
        listener.on(new TriggerEvent.Begun(claim.trigger(), spec.id()));
        return run.run(claim, spec, stop);
    }

    /** @return whether nothing is left to be done of it */
    private boolean settle(Claim claim, Ending ending, Tries tries) throws InterruptedException {
        Trigger trigger = claim.trigger();
        if (ending instanceof Ending.Done done) {
            finish(claim, done);
        } else if (ending instanceof Ending.Invalid invalid) {
            settle(claim, Fate.REJECTED, Map.of("problems", invalid.problems()));
            listener.on(new TriggerEvent.Refused(trigger, Fate.REJECTED, String.join("; ", invalid.problems())));
        } else if (ending instanceof Ending.Poisonous poisonous) {
            quarantine(claim, poisonous.spec(), poisonous.reason(), tries);
        } else if (ending instanceof Ending.MayPass failed && tries.failures() >= MOST_FAILURES) {
            quarantine(claim, failed.spec(), failed.reason(), tries);
        } else {
            if (ending instanceof Ending.MayPass failed) {
                listener.on(new TriggerEvent.Failed(trigger, failed.reason(), tries.notBefore()));
            } else if (ending instanceof Ending.Stopped) {
                listener.on(new TriggerEvent.Stopped(trigger));
            }
            return false;
        }
        return true;
    }

    private void finish(Claim claim, Ending.Done done) throws InterruptedException {
        JobReport report = done.report();
        logs.publish(claim.trigger(), done.spec().id(), report);
        Map<String, Object> facts = facts(claim, done.spec());
        facts.put("digest", report.digest());
        facts.put("itemsIn", report.itemsIn());
        facts.put("itemsOut", report.itemsOut());
        facts.put("failed", report.failed().size());
        settle(claim, Fate.DONE, facts);
        listener.on(new TriggerEvent.Finished(claim.trigger(), done.spec().id(), report));
    }

    private void quarantine(Claim claim, JobSpec spec, String reason, Tries tries) throws InterruptedException {
        logs.publish(claim.trigger(), spec.id(), Map.of("failed", reason));
        Map<String, Object> facts = facts(claim, spec);
        facts.put("reason", reason);
        facts.put("failures", Math.max(1, tries.failures()));
        settle(claim, Fate.QUARANTINED, facts);
        listener.on(new TriggerEvent.Refused(claim.trigger(), Fate.QUARANTINED, reason));
    }

    private Map<String, Object> facts(Claim claim, JobSpec spec) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("job", spec.id());
        facts.put("input", spec.input().address());
        facts.put("output", spec.output().address());
        facts.put("logs", prefix.results().store().address(prefix.logs(claim.trigger())));
        facts.put("claims", claim.count());
        facts.put("ended", clock.instant());
        return facts;
    }

    /** The record first, then the claim, then the trigger: whoever comes in between finds the record. */
    private void settle(Claim claim, Fate fate, Map<String, Object> facts) {
        claim.lease().check();
        settle.record(claim.trigger(), fate, facts);
        claims.forget(claim);
        settle.move(claim.trigger(), fate);
    }
}
