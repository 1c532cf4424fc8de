/**
 * FFmpeg as the adapter of {@link dev.atelier.core.media.VideoIo}. It runs as a separate program: whatever a hostile
 * file does to it, the virtual machine goes on.
 */
package dev.atelier.video;
