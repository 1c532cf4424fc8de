package dev.atelier.cli;

/** What the process tells its caller. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int MISUSE = 2;
    static final int DONE_WITH_FAILED_ITEMS = 3;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
