package dev.atelier.core.job;

/** What a job is doing, as its records tell. */
public enum JobState {
    /** A driver holds its lease. */
    RUNNING,
    /** Its last run was stopped or killed; it can be resumed. */
    INTERRUPTED,
    /** Its last run ended without a result; it can be resumed. */
    FAILED,
    /** Its result is in place. */
    DONE,
    /** Its result is in place, and some items failed. */
    DONE_WITH_FAILURES
}
