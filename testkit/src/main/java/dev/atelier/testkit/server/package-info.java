/** Real servers of stores, each started by the test that needs it and stopped with it. */
package dev.atelier.testkit.server;
