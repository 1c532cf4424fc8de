package dev.atelier.core.trigger;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.JobState;
import dev.atelier.core.job.StopSignal;
import java.util.Optional;

/** Runs the job of a claimed trigger and tells the kinds of ending apart. */
record RunStage(TriggerJobs jobs, JobRepository repository, TriggerEvent.Listener listener) {

    Ending run(Claim claim, JobSpec spec, StopSignal stop) throws InterruptedException {
        Trigger trigger = claim.trigger();
        StopSignal stopJob = new StopSignal();
        JobListener told = event -> {
            if (stop.isRequested() || claim.lease().isLost()) {
                stopJob.request();
            }
            listener.on(new TriggerEvent.Progress(trigger, event));
        };
        try {
            Optional<JobReport> report = jobs.run(spec, told, stopJob);
            return report.isPresent() ? new Ending.Done(spec, report.get()) : new Ending.Stopped();
        } catch (InvalidRequestException e) {
            boolean elsewhere = repository.state(spec.id()) == JobState.RUNNING;
            return elsewhere ? new Ending.Busy() : new Ending.Invalid(e.problems());
        } catch (PoisonItemException | JobFailedException e) {
            return claim.lease().isLost()
                    ? new Ending.Stopped()
                    : new Ending.Poisonous(spec, AtelierException.reason(e));
        } catch (OutageException e) {
            return new Ending.Outage(AtelierException.reason(e));
        } catch (TransientException | InfrastructureException e) {
            return new Ending.MayPass(spec, AtelierException.reason(e));
        } catch (RuntimeException | Error e) {
            return new Ending.MayPass(spec, "a bug: " + AtelierException.reason(e));
        }
    }
}
