package dev.atelier.cli;

import dev.atelier.core.job.JobEvent;
import dev.atelier.core.job.Json;
import java.io.PrintStream;

/** Every event as a JSON object on a line of its own: its fields, and its name as {@code event}. */
record JsonTelling(PrintStream out) implements Telling {
    @Override
    public void on(JobEvent event) {
        String text = Json.text(event);
        String name = event.getClass().getSimpleName();
        String line = "{\"event\":\"" + name + "\"" + (text.equals("{}") ? "" : ",") + text.substring(1);
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    @Override
    public void close() {}
}
