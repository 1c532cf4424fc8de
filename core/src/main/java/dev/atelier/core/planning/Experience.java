package dev.atelier.core.planning;

import dev.atelier.core.job.JobTiming;

/**
 * What jobs on executors have shown so far.
 *
 * @param jobs how many were looked at
 * @param waits how many of them waited for executors to come
 * @param startUp seconds from asking for an executor to its first batch, recent jobs counting more; 0 if none waited
 * @param tries of batches in all
 * @param failures of these
 */
public record Experience(int jobs, int waits, double startUp, long tries, long failures) {
    public static final Experience NONE = new Experience(0, 0, 0, 0, 0);

    /** What a job that waited less did not wait for. */
    private static final double LEAST_WAIT = 0.5;

    private static final double WEIGHT_OF_NEW = 0.5;

    /**
     * With one more job.
     *
     * @param askedFirst whether executors were asked for when the job started, and not when its batches were there
     */
    public Experience with(JobTiming timing, boolean askedFirst) {
        boolean waited = timing.startUp() > LEAST_WAIT && timing.batches() > 0;
        double start = askedFirst
                ? timing.prepare() + timing.plan() + timing.startUp()
                : Math.max(0, timing.startUp() - Predictor.BACKLOG_SECONDS);
        double mean = waits == 0 ? start : startUp + WEIGHT_OF_NEW * (start - startUp);
        return new Experience(
                jobs + 1,
                waits + (waited ? 1 : 0),
                waited ? mean : startUp,
                tries + timing.batches() + timing.retries(),
                failures + timing.retries());
    }

    /** Part of all tries that failed, when there were enough to tell; else 0. */
    public double failureRate() {
        return tries < 100 ? 0 : (double) failures / tries;
    }
}
