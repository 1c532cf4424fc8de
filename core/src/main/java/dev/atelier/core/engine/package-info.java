/** Runs the batches of a manifest. */
package dev.atelier.core.engine;
