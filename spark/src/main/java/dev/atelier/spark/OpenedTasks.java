package dev.atelier.spark;

import dev.atelier.core.engine.RemoteTasks;
import java.util.HashMap;
import java.util.Map;

/**
 * The jobs that are open in a process, so that a warm executor opens nothing again. Spark gives tasks no other place to
 * keep what outlives them than the process itself.
 */
final class OpenedTasks {
    static final OpenedTasks OF_THIS_PROCESS = new OpenedTasks();

    private final Map<String, RemoteTasks.Opened> opened = new HashMap<>();
    private boolean closesWithProcess;
    private volatile boolean ending;

    /** Opens a job. */
    interface Opening {
        RemoteTasks.Opened open() throws InterruptedException;
    }

    /** What is open under a name; opened first, by one thread, if nothing is. What fails to open is tried again. */
    synchronized RemoteTasks.Opened get(String name, Opening opening) throws InterruptedException {
        RemoteTasks.Opened found = opened.get(name);
        if (found == null) {
            found = opening.open();
            opened.put(name, found);
            closeWithProcess();
        }
        return found;
    }

    private void closeWithProcess() {
        if (!closesWithProcess) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::end, "close-jobs"));
            closesWithProcess = true;
        }
    }

    private void end() {
        ending = true;
        close("");
    }

    /** Whether the process is about to end: what goes wrong from then on is not the work's fault. */
    boolean isEnding() {
        return ending;
    }

    /** Closes everything whose name begins so. */
    synchronized void close(String beginning) {
        opened.entrySet().removeIf(entry -> {
            if (!entry.getKey().startsWith(beginning)) {
                return false;
            }
            entry.getValue().close();
            return true;
        });
    }
}
