package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import java.util.List;
import java.util.Set;

/** Why a program that writes a file failed. */
final class Failures {
    /** ILL, ABRT, BUS, FPE, KILL, SEGV, TERM, XCPU. */
    private static final Set<Integer> SIGNALS = Set.of(4, 6, 7, 8, 9, 11, 15, 24);

    private Failures() {}

    /**
     * Whether an exit code stands for a signal: 128 and its number. FFmpeg's own codes lie in the same range, so only
     * signals that end a program by an error or by force count.
     */
    static boolean signalled(int code) {
        return SIGNALS.contains(code - 128);
    }

    static InfrastructureException ofWriting(String who, int code, List<String> errors) {
        String all = String.join("\n", errors);
        if (all.contains("No space left on device")) {
            return new InfrastructureException(who + " failed: the disk is full");
        }
        if (signalled(code)) {
            return new InfrastructureException(who + " died of signal " + (code - 128) + Damage.detail(errors));
        }
        return new InfrastructureException(who + " failed with exit code " + code + Damage.detail(errors));
    }
}
