package dev.atelier.core.engine;

import java.util.List;

/** Waiting for threads. */
public final class Threads {
    private Threads() {}

    /** Waits until all have ended, whatever happens; an interruption meanwhile is passed on afterwards. */
    public static void joinUninterrupted(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
