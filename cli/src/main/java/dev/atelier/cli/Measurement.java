package dev.atelier.cli;

/**
 * What a piece of work took.
 *
 * @param items frames or images that went through
 * @param seconds wall-clock time
 * @param cpuSeconds processor time of this process and its children
 * @param framesPerSecond items by wall-clock time
 */
record Measurement(int items, double seconds, double cpuSeconds, double framesPerSecond) {
    static final Measurement NOTHING = new Measurement(0, 0, 0, 0);

    /** What is measured. */
    interface Work {
        void run() throws Exception;
    }

    static Measurement of(int items, double seconds, double cpuSeconds) {
        return new Measurement(items, seconds, cpuSeconds, items / seconds);
    }

    static Measurement of(int items, Work work) throws Exception {
        double cpu = CpuClock.seconds();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        return of(items, seconds, CpuClock.seconds() - cpu);
    }
}
