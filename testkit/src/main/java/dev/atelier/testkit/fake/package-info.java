/** Ports without FFmpeg, models or image codecs: small, exact, and strict about how they are used. */
package dev.atelier.testkit.fake;
