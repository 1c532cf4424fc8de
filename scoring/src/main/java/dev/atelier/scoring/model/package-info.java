/** Model packages: what {@code model.yaml} and the graphs say, checked and made complete. */
package dev.atelier.scoring.model;
