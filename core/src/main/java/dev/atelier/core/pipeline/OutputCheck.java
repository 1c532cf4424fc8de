package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.WriteCondition;
import java.util.Set;

/** Makes sure, before any work, that the result will find its place. */
final class OutputCheck {
    private OutputCheck() {}

    /**
     * @param resultMayBeThere whether an earlier run may have put the result in place already
     * @throws InvalidRequestException if something is in the way or nothing can be written there
     */
    static void check(JobSpec spec, Location output, boolean resultMayBeThere) {
        boolean folder = spec.givesFolder();
        Set<Capability> can = output.store().capabilities();
        Capability.require(output, "an output", Capability.WRITE);
        if (!spec.output().overwrite()) {
            Capability.require(output, "an output without --overwrite", Capability.IF_ABSENT);
        }
        if (folder) {
            Capability.require(output, "an output folder", Capability.LIST, Capability.READ);
        }
        boolean taken = folder
                ? !output.store().list(output.child(""), "", 1).objects().isEmpty()
                : can.contains(Capability.READ)
                        && output.store().stat(output.name()).isPresent();
        if (taken && !spec.output().overwrite() && !resultMayBeThere) {
            throw new InvalidRequestException(output
                    + (folder ? " is not empty" : " exists")
                    + "; name another output with -o, or allow replacing it with --overwrite");
        }
        if (!can.contains(Capability.DELETE)) {
            return; // a link to one object: what it permits is all there is to try
        }
        String probe = (folder ? output.child("") : parent(output.name())) + ".atelier-write-test-" + spec.id();
        try {
            output.store().put(probe, Content.of(""), WriteCondition.ALWAYS);
            output.store().delete(probe);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(
                    e.getMessage().replace(output.store().address(probe), output.toString())
                            + "; name another output with -o",
                    e);
        }
    }

    private static String parent(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }
}
