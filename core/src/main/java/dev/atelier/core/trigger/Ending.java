package dev.atelier.core.trigger;

import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobSpec;
import java.util.List;

/** How running a trigger ended. */
sealed interface Ending {
    /** Its result is in place. */
    record Done(JobSpec spec, JobReport report) implements Ending {}

    /** It can never be run as it is. */
    record Invalid(List<String> problems) implements Ending {}

    /** Its job fails however often it is run. */
    record Poisonous(JobSpec spec, String reason) implements Ending {}

    /** It failed, and may succeed another time. */
    record MayPass(JobSpec spec, String reason) implements Ending {}

    /** Everyone is refused: nothing that this trigger could help. */
    record Outage(String reason) implements Ending {}

    /** The same job is being run for another trigger. */
    record Busy() implements Ending {}

    /** It was asked to stop. */
    record Stopped() implements Ending {}
}
