package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.WriteCondition;

/** Makes sure, before any work, that the result will find its place. */
final class OutputCheck {
    private OutputCheck() {}

    /**
     * @param resultMayBeThere whether an earlier run may have put the result in place already
     * @throws InvalidRequestException if something is in the way or nothing can be written there
     */
    static void check(JobSpec spec, Location output, boolean resultMayBeThere) {
        boolean folder = spec.output().form() instanceof OutputForm.Images
                && spec.input().kind() == JobSpec.Kind.FOLDER;
        boolean taken = folder
                ? !output.store().list(output.child(""), "", 1).objects().isEmpty()
                : output.store().stat(output.name()).isPresent();
        if (taken && !spec.output().overwrite() && !resultMayBeThere) {
            throw new InvalidRequestException(output
                    + (folder ? " is not empty" : " exists")
                    + "; name another output with -o, or allow replacing it with --overwrite");
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
