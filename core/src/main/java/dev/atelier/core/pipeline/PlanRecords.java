package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.planning.Costs;
import dev.atelier.core.planning.Experience;
import dev.atelier.core.planning.JobPlan;
import java.util.Optional;

/** What is on record for planning: what was measured, and the plans of jobs. */
public record PlanRecords(JobRepository repository) {
    private static final String EXPERIENCE = "plans/executors.json";

    /** A job's plan; one that may not be read, where rights end at the job's own records, counts as none. */
    public Optional<JobPlan> plan(JobId job) {
        try {
            return repository.read(new JobLayout(job).plan(), JobPlan.class);
        } catch (InvalidRequestException e) {
            return Optional.empty();
        }
    }

    public void write(JobId job, JobPlan plan) {
        repository.write(new JobLayout(job).plan(), plan);
    }

    /** @param key of the kind of work and machine: hex digits */
    public Optional<Costs> costs(String key) {
        return repository.read(costsName(key), Costs.class);
    }

    public void write(String key, Costs costs) {
        repository.write(costsName(key), costs);
    }

    public Experience experience() {
        return repository.read(EXPERIENCE, Experience.class).orElse(Experience.NONE);
    }

    public void write(Experience experience) {
        repository.write(EXPERIENCE, experience);
    }

    private static String costsName(String key) {
        return "plans/costs/" + key + ".json";
    }
}
