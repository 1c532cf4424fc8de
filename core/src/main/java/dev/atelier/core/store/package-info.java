/** Where bytes live. */
package dev.atelier.core.store;
