package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import java.util.List;

/** Why a program that writes a file failed. */
final class Failures {
    private Failures() {}

    static InfrastructureException ofWriting(String who, int code, List<String> errors) {
        String all = String.join("\n", errors);
        if (all.contains("No space left on device")) {
            return new InfrastructureException(who + " failed: the disk is full");
        }
        if (code > 128) {
            return new InfrastructureException(who + " died of signal " + (code - 128) + Damage.detail(errors));
        }
        return new InfrastructureException(who + " failed with exit code " + code + Damage.detail(errors));
    }
}
