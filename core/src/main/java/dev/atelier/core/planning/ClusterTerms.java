package dev.atelier.core.planning;

/**
 * What nodes are to be had, and on what terms. A node is the machine, or the part of one, that an executor has.
 *
 * @param most nodes at once, 1 or more
 * @param slots batches that a node does at once, each with a core, 1 or more
 * @param startUp seconds from asking for a node until it does its first batch
 * @param perBatch seconds that handing out a batch and hearing of its end take its slot
 * @param idle seconds after which a node that does nothing is given back
 * @param price of a node for an hour; 0 or more
 * @param failureRate part of all tries of batches that fail, 0 to below 1
 * @param evictions of a node in an hour on average
 * @param bandwidth bytes a second between a node and the stores; infinite where they are local
 */
public record ClusterTerms(
        int most,
        int slots,
        double startUp,
        double perBatch,
        double idle,
        double price,
        double failureRate,
        double evictions,
        double bandwidth) {}
