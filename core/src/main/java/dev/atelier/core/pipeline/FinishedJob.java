package dev.atelier.core.pipeline;

import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.NoSuchObjectException;
import java.io.IOException;
import java.util.Optional;

/** A job that had been done when it was asked for again. */
record FinishedJob(JobSpec spec, Location output, JobReport report) {

    /** The report, if the result is still where it was put and that is where it is wanted. */
    Optional<JobReport> reuse() {
        if (!report.output().equals(output.toString())) {
            return Optional.empty();
        }
        if (!output.store().capabilities().contains(Capability.READ)) {
            return Optional.of(report);
        }
        boolean folder = spec.output().form() instanceof OutputForm.Images;
        return (folder ? isFull() : isUnchanged()) ? Optional.of(report) : Optional.empty();
    }

    private boolean isUnchanged() {
        Content content = () -> output.store().read(output.name());
        try {
            return Digest.of(content).equals(report.digest());
        } catch (NoSuchObjectException e) {
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isFull() {
        if (!spec.givesFolder()) {
            return output.store().stat(output.name()).isPresent();
        }
        int there = 0;
        for (var objects = output.store().list(output.child("")).iterator();
                there < report.itemsOut() && objects.hasNext();
                there++) {
            objects.next();
        }
        return there == report.itemsOut();
    }
}
