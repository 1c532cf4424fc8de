package dev.atelier.core.job;

/** Is told what happens to jobs; from many threads at once, and must not keep them. */
@FunctionalInterface
public interface JobListener {
    void on(JobEvent event);
}
