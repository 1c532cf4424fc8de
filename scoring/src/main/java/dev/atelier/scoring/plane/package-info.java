/** Arithmetic on planes of samples: scaling to what a network expects and back, resampling, tiling. */
package dev.atelier.scoring.plane;
