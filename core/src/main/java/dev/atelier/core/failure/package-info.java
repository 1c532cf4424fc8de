/** Failures, by who must act on them. */
package dev.atelier.core.failure;
