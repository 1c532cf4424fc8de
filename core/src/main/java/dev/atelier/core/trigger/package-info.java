/** Triggers: objects that ask for jobs, found, validated, claimed, run and settled, each by a class with one verb. */
package dev.atelier.core.trigger;
