/** Contract suites, one a port, and what tests of all modules share. Used in test scope only. */
package dev.atelier.testkit;
