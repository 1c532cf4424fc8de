/** How work is divided, what it will take and cost, and on how many machines: plain computation, from what was measured. */
package dev.atelier.core.planning;
