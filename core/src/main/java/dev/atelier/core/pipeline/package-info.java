/** The four stages of a job, from store to store: prepare, plan, score, assemble; and what drives them. */
package dev.atelier.core.pipeline;
