package dev.atelier.core.planning;

import java.time.Instant;

/**
 * What the parts of a job cost on one kind of machine, as measured, in seconds.
 *
 * @param prepare the driver's time before scoring, by the job's items
 * @param batch of one slot with a core of its own, by the batch's items
 * @param assemble the driver's time after scoring, by the job's items
 * @param warmUp what the first batch in a process takes longer
 * @param bytesOut what a batch writes for an item
 * @param basis how it was measured, for people
 * @param measured when
 */
public record Costs(
        Line prepare, Line batch, Line assemble, double warmUp, double bytesOut, String basis, Instant measured) {}
