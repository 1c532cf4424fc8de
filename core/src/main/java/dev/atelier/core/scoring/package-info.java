/** Models and what they say about pictures: the values, and the port of the runtime that scores. */
package dev.atelier.core.scoring;
