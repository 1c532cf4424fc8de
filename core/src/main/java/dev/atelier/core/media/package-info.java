/** Pictures and videos: the values, and the ports that read and write them. */
package dev.atelier.core.media;
