package dev.atelier.core.trigger;

import dev.atelier.core.job.JobListener;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.StopSignal;
import java.util.Optional;
import java.util.Set;

/** Makes jobs of triggers' requests and runs them: what a watcher needs of whoever runs it. */
public interface TriggerJobs {
    /** The names of the options that a trigger may give, without dashes. */
    Set<String> options();

    /**
     * The job that a request is for.
     *
     * @throws dev.atelier.core.failure.InvalidRequestException with everything that is wrong with it
     */
    JobSpec specify(WatchedPrefix prefix, TriggerRequest request);

    /**
     * Runs a job, or goes on with it.
     *
     * @return the report; empty if it was stopped
     * @throws dev.atelier.core.failure.AtelierException as {@link dev.atelier.core.pipeline.JobRunner#run} does
     */
    Optional<JobReport> run(JobSpec spec, JobListener listener, StopSignal stop) throws InterruptedException;
}
