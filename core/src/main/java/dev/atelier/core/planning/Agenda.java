package dev.atelier.core.planning;

import java.util.PriorityQueue;

/** What is to happen in a simulation, by its virtual clock; what is due at the same moment in the order it was noted. */
final class Agenda {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long noted;
    private double now;

    private record Entry(double at, long order, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Double.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    double now() {
        return now;
    }

    /** @param at not before now */
    void add(double at, Runnable action) {
        if (at < now) {
            throw new IllegalArgumentException(at + " is before now, " + now);
        }
        entries.add(new Entry(at, noted++, action));
    }

    /** Goes on to what is due next and does it; gives back false if there is nothing. */
    boolean step() {
        Entry next = entries.poll();
        if (next == null) {
            return false;
        }
        now = next.at;
        next.action.run();
        return true;
    }
}
