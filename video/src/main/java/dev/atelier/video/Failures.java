package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a program that writes a file failed. */
final class Failures {
    /** ILL, ABRT, BUS, FPE, KILL, SEGV, TERM, XCPU. */
    private static final Set<Integer> SIGNALS = Set.of(4, 6, 7, 8, 9, 11, 15, 24);

    private Failures() {}

    /**
     * How a program ended if it did not end by itself. An exit code stands for a signal if it is 128 and its number;
     * FFmpeg's own codes lie in the same range, so only signals that end a program by an error or by force count. 255 is
     * FFmpeg's code for a signal that it obeyed, such as the one for using too much processor time.
     */
    static Optional<String> ended(int code) {
        if (code == 255) {
            return Optional.of("was told to end, or used more processor time than its work can need");
        }
        return SIGNALS.contains(code - 128) ? Optional.of("died of signal " + (code - 128)) : Optional.empty();
    }

    static InfrastructureException ofWriting(String who, int code, List<String> errors) {
        String all = String.join("\n", errors);
        if (all.contains("No space left on device")) {
            return new InfrastructureException(who + " failed: the disk is full");
        }
        String how = ended(code).orElse("failed with exit code " + code);
        return new InfrastructureException(who + " " + how + Damage.detail(errors));
    }
}
