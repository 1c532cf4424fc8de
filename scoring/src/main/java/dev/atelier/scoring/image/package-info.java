/** Reading and writing single images: the JDK's codecs, and TwelveMonkeys' for what these leave out. */
package dev.atelier.scoring.image;
