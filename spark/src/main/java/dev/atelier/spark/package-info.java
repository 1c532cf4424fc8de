/** Runs batches on a Spark cluster. The stores carry the data, Spark carries only what batch is to be done. */
package dev.atelier.spark;
