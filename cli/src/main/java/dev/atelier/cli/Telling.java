package dev.atelier.cli;

import dev.atelier.core.job.JobListener;

/** A way of telling a user what happens. */
interface Telling extends JobListener, AutoCloseable {
    Telling SILENT = new Telling() {
        @Override
        public void on(dev.atelier.core.job.JobEvent event) {}

        @Override
        public void close() {}
    };

    @Override
    void close();
}
