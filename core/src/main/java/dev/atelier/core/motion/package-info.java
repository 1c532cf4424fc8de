/** How what is seen moves from frame to frame, and what painted frames gain from knowing it. */
package dev.atelier.core.motion;
