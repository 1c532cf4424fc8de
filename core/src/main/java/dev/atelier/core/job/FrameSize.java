package dev.atelier.core.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wanted size of frames: that of the source, a length for the shorter side ({@code 720p}), or both sides ({@code
 * 1280x720}).
 */
public record FrameSize(int width, int height) {
    public static final FrameSize SOURCE = new FrameSize(0, 0);

    private static final Pattern SHORT_SIDE = Pattern.compile("([1-9]\\d{1,4})p");
    private static final Pattern SIDES = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");

    /**
     * Reads {@code source}, {@code 720p} or {@code 1280x720}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    @JsonCreator
    public static FrameSize parse(String text) {
        if (text.equals("source")) {
            return SOURCE;
        }
        Matcher shortSide = SHORT_SIDE.matcher(text);
        if (shortSide.matches()) {
            return new FrameSize(0, Integer.parseInt(shortSide.group(1)));
        }
        Matcher sides = SIDES.matcher(text);
        if (sides.matches()) {
            return new FrameSize(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
        }
        throw new IllegalArgumentException(
                "not a size: \"" + text + "\"; expected \"source\", a shorter side such as \"720p\" or \"1280x720\"");
    }

    /** The size for a source of the given one; sides that had to be computed are even. */
    public FrameSize of(int sourceWidth, int sourceHeight) {
        if (height == 0) {
            return new FrameSize(sourceWidth, sourceHeight);
        }
        if (width > 0) {
            return this;
        }
        double factor = (double) height / Math.min(sourceWidth, sourceHeight);
        return new FrameSize(even(sourceWidth * factor), even(sourceHeight * factor));
    }

    private static int even(double side) {
        return Math.max(2, 2 * (int) Math.round(side / 2));
    }

    @JsonValue
    @Override
    public String toString() {
        return height == 0 ? "source" : width == 0 ? height + "p" : width + "x" + height;
    }
}
