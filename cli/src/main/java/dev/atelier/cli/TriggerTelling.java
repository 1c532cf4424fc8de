package dev.atelier.cli;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.Json;
import dev.atelier.core.trigger.TriggerEvent;
import dev.atelier.core.trigger.WatchedPrefix;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells of triggers, a line for what happens to one: for people, or as JSON. */
final class TriggerTelling implements TriggerEvent.Listener {
    private final PrintStream out;
    private final boolean json;
    private final AtomicInteger refused = new AtomicInteger();

    TriggerTelling(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Triggers that were rejected or quarantined. */
    int refused() {
        return refused.get();
    }

    void watching(WatchedPrefix prefix, boolean once) {
        if (!json) {
            say((once ? "looking for triggers in " : "watching ") + prefix.inbox() + "; results go to "
                    + prefix.results());
        }
    }

    @Override
    public void on(TriggerEvent event) {
        if (event instanceof TriggerEvent.Refused) {
            refused.incrementAndGet();
        }
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("event", name(event));
            line.put("detail", event);
            say(Json.text(line));
        } else {
            String line = line(event);
            if (!line.isEmpty()) {
                say(line);
            }
        }
    }

    private static String name(TriggerEvent event) {
        return event instanceof TriggerEvent.Progress progress
                ? progress.event().getClass().getSimpleName()
                : event.getClass().getSimpleName();
    }

    private static String line(TriggerEvent event) {
        if (event instanceof TriggerEvent.Begun begun) {
            return begun.trigger().name() + ": job " + begun.job();
        }
        if (event instanceof TriggerEvent.Progress progress && progress.event() instanceof JobEvent.Planned planned) {
            return progress.trigger().name() + ": " + planned.items() + " items"
                    + (planned.itemsDone() > 0 ? ", " + planned.itemsDone() + " of them done before" : "");
        }
        if (event instanceof TriggerEvent.Finished finished) {
            return String.format(
                    Locale.ROOT,
                    "%s: done in %.1f s: %s",
                    finished.trigger().name(),
                    finished.report().seconds(),
                    finished.report().output());
        }
        if (event instanceof TriggerEvent.Refused refused) {
            return refused.trigger().name() + ": " + refused.fate().name().toLowerCase(Locale.ROOT) + ": "
                    + refused.reason();
        }
        if (event instanceof TriggerEvent.Failed failed) {
            return failed.trigger().name() + ": failed, and is tried again: " + failed.reason();
        }
        if (event instanceof TriggerEvent.Stopped stopped) {
            return stopped.trigger().name() + ": stopped; the next watcher goes on with it";
        }
        return event instanceof TriggerEvent.Trouble trouble ? "trouble: " + trouble.reason() : "";
    }

    private void say(String line) {
        synchronized (out) {
            out.println(AtelierException.oneLine(line));
            out.flush();
        }
    }
}
