/** What tests of all modules share: contract suites for the ports, fakes stricter than reality, and media. */
package dev.atelier.testkit;
