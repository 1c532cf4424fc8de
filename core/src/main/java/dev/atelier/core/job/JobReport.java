package dev.atelier.core.job;

import java.time.Instant;
import java.util.List;

/**
 * What a job gave, written when its result is in place.
 *
 * @param output where the result is
 * @param digest SHA-256 of the result, of the listing of digests for a folder
 * @param itemsIn items of the input
 * @param itemsOut items in the result
 * @param failed items that failed, each with its reason
 * @param copied the source's other streams that were copied
 * @param scoring how the model was fitted to the items; empty if it was not
 * @param notices anything a user should know, such as streams that could not be carried
 * @param seconds from the last run's start to the result
 * @param itemsPerSecond items scored in the last run, by its time
 * @param times of all batches, by what was done
 * @param timing of the last run; null in records of earlier versions
 * @param predicted what the last run was expected to take; null if nothing was
 */
public record JobReport(
        String output,
        String digest,
        int itemsIn,
        int itemsOut,
        List<Outcome.FailedItem> failed,
        List<String> copied,
        String scoring,
        List<String> notices,
        Instant finished,
        double seconds,
        double itemsPerSecond,
        StageTimes times,
        JobTiming timing,
        JobPrediction predicted) {
    public JobReport {
        failed = List.copyOf(failed);
        copied = List.copyOf(copied);
        scoring = scoring == null ? "" : scoring;
        notices = List.copyOf(notices);
    }

    /** With another prediction. */
    public JobReport predicted(JobPrediction prediction) {
        return new JobReport(
                output,
                digest,
                itemsIn,
                itemsOut,
                failed,
                copied,
                scoring,
                notices,
                finished,
                seconds,
                itemsPerSecond,
                times,
                timing,
                prediction);
    }
}
