/**
 * Generators of the bundled samples: a painted-looking clip with sound and three style pictures, all computed from
 * formulas and fixed seeds. {@link dev.atelier.testkit.samples.Scene} also serves tests as a source of realistic
 * frames of any size.
 */
package dev.atelier.testkit.samples;
