/** The commands, and the one place where everything is wired together. */
package dev.atelier.cli;
