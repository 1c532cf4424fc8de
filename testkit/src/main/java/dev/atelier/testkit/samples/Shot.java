package dev.atelier.testkit.samples;

/** What a camera sees without a cut. */
interface Shot {
    /** Paints the whole canvas as it is some seconds after the shot's beginning. */
    void paint(Canvas canvas, double seconds);
}
