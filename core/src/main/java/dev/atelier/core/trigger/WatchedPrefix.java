package dev.atelier.core.trigger;

import dev.atelier.core.store.Location;
import java.util.Set;

/**
 * A place that media and triggers are put into, and the place that results go to. The one class that knows the names of
 * what a watcher writes: its records lie beside the triggers, under names that no trigger has.
 */
public record WatchedPrefix(Location inbox, Location results) {
    private static final String CLAIMS = "claims/";
    private static final String LOGS = "logs/";

    /** The folders whose content is the watcher's. */
    static final Set<String> RESERVED = Set.of("claims", "done", "rejected", "quarantined");

    /** What became of a trigger. */
    public enum Fate {
        DONE,
        REJECTED,
        QUARANTINED;

        String folder() {
            return switch (this) {
                case DONE -> "done/";
                case REJECTED -> "rejected/";
                case QUARANTINED -> "quarantined/";
            };
        }
    }

    String trigger(Trigger trigger) {
        return inbox.child(trigger.name());
    }

    String claim(Trigger trigger) {
        return inbox.child(CLAIMS + trigger.id() + ".json");
    }

    String tries(Trigger trigger) {
        return inbox.child(CLAIMS + trigger.id() + ".tries.json");
    }

    /** Where the trigger itself is moved to. */
    String settled(Trigger trigger, Fate fate) {
        return inbox.child(fate.folder() + trigger.id());
    }

    /** The record of what became of it. */
    String record(Trigger trigger, Fate fate) {
        return settled(trigger, fate) + ".json";
    }

    String defaults() {
        return inbox.child("defaults.json");
    }

    String logs(Trigger trigger) {
        return results.child(LOGS + trigger.id() + "/");
    }

    /** Whether a result of that name, below the results, would lie among the logs. */
    static boolean isAmongLogs(String name) {
        return name.startsWith(LOGS) || (name + "/").equals(LOGS);
    }
}
