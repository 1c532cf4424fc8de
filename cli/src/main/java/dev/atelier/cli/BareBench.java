package dev.atelier.cli;

/** The parts of a job, each measured alone, on as many cores as the job has. */
interface BareBench {
    int items();

    Measurement decode() throws Exception;

    /** From opening the model and the style picture to the first scored item. Needs {@link #decode} before it. */
    Measurement first() throws Exception;

    /** Needs {@link #decode} before it. */
    Measurement score() throws Exception;

    /** Needs {@link #score} before it. */
    Measurement encode() throws Exception;
}
