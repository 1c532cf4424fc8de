package dev.atelier.cli;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a piece of work took.
 *
 * @param items frames or images that went through
 * @param seconds wall-clock time
 * @param cpuSeconds processor time of this process and its children
 */
record Measurement(int items, double seconds, double cpuSeconds) {
    static final Measurement NOTHING = new Measurement(0, 0, 0);

    @JsonProperty
    double framesPerSecond() {
        return seconds == 0 ? 0 : items / seconds;
    }

    /** What is measured. */
    interface Work {
        void run() throws Exception;
    }

    static Measurement of(int items, Work work) throws Exception {
        double cpu = CpuClock.seconds();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measurement(items, seconds, CpuClock.seconds() - cpu);
    }
}
