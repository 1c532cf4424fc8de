package dev.atelier.core.trigger;

import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.trigger.WatchedPrefix.Fate;
import java.time.Instant;

/** Something that happened to a trigger, or to the watcher. */
public sealed interface TriggerEvent {
    /** A trigger was claimed and its job begins. */
    record Begun(Trigger trigger, JobId job) implements TriggerEvent {}

    /** Something happened to its job. */
    record Progress(Trigger trigger, JobEvent event) implements TriggerEvent {}

    /** Its result is in place. */
    record Finished(Trigger trigger, JobId job, JobReport report) implements TriggerEvent {}

    /** It was rejected or quarantined. */
    record Refused(Trigger trigger, Fate fate, String reason) implements TriggerEvent {}

    /** It failed in a way that may pass. */
    record Failed(Trigger trigger, String reason, Instant again) implements TriggerEvent {}

    /** Its job was stopped: it stays to be run by the next watcher. */
    record Stopped(Trigger trigger) implements TriggerEvent {}

    /** Looking for triggers failed, and will be tried again. */
    record Trouble(String reason) implements TriggerEvent {}

    /** Is told what happens; from many threads at once. */
    @FunctionalInterface
    interface Listener {
        void on(TriggerEvent event);
    }
}
