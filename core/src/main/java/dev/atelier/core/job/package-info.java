/** Jobs: what was asked for, what became of it, and where that is written down. */
package dev.atelier.core.job;
