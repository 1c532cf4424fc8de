package dev.atelier.core.planning;

/**
 * Keeping nodes warm against giving them back, for jobs that come at random, independently of each other, and are done one
 * after the other by the same nodes: an M/G/1 queue with set-up and delayed release, by the decomposition of its waiting
 * time (Takagi, Queueing Analysis 1, section 2.2).
 *
 * @param arrivals jobs an hour
 * @param service seconds of a job on nodes that are there
 * @param startUp seconds until nodes that are not there are
 * @param idle seconds after which nodes without a job are given back
 * @param hourly price of the nodes together for an hour
 */
public record Standby(double arrivals, double service, double startUp, double idle, double hourly) {
    private static final double HOUR = 3600;

    /**
     * What a policy gives.
     *
     * @param costAnHour on average
     * @param latency mean seconds from a job's arrival to its result
     * @param on part of the time that nodes are there or coming
     */
    public record Policy(double costAnHour, double latency, double on) {}

    private double rate() {
        return arrivals / HOUR;
    }

    /** Part of the time that nodes work, were they always there. */
    public double load() {
        return rate() * service;
    }

    /** Whether jobs are done faster than they come: else they wait longer and longer. */
    public boolean isStable() {
        return load() < 1;
    }

    /** Nodes that are always there. */
    public Policy warm() {
        return new Policy(hourly, service + queueing(), 1);
    }

    /** Nodes that are given back when they have been idle for their time. */
    public Policy toZero() {
        double cold = Math.exp(-rate() * idle);
        double mean = cold * startUp;
        double square = cold * startUp * startUp;
        double setUp = (2 * mean + rate() * square) / (2 * (1 + rate() * mean));
        double kept = (1 - cold) / rate();
        double busy = (mean + service) / (1 - load());
        double on = (kept + busy) / (1 / rate() + busy);
        return new Policy(hourly * on, service + queueing() + setUp, on);
    }

    /** Mean time in the queue for jobs that all take the same. */
    private double queueing() {
        return isStable() ? rate() * service * service / (2 * (1 - load())) : Double.POSITIVE_INFINITY;
    }
}
