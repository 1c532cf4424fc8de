package dev.atelier.scoring.plane;

import java.util.ArrayList;
import java.util.List;

/** How items of any size are brought to what a network takes. Sizes in pixels. */
public sealed interface Fit {
    /** The framings of an item: one, or one for each tile, row by row. */
    List<Framing> framings(int width, int height);

    /** As it is, with its edges repeated to the right and below until both sides are multiples. */
    record Pad(int multiple) implements Fit {
        @Override
        public List<Framing> framings(int width, int height) {
            return List.of(
                    new Framing(up(width, multiple), up(height, multiple), 0, 0, width, height, Framing.REPEAT_EDGE));
        }
    }

    /**
     * Resampled in its proportions until its shorter side has a length, both sides rounded to multiples. A longer side of more than
     * {@value #LONGEST} times that is squeezed to it, so that no picture asks for any amount of memory.
     */
    record Scale(int shorterSide, int multiple) implements Fit {
        private static final int LONGEST = 4;

        @Override
        public List<Framing> framings(int itemWidth, int itemHeight) {
            int width = side(itemWidth, Math.min(itemWidth, itemHeight));
            int height = side(itemHeight, Math.min(itemWidth, itemHeight));
            return List.of(new Framing(width, height, 0, 0, width, height, Framing.REPEAT_EDGE));
        }

        private int side(int length, int shorter) {
            double scaled = Math.min((double) length / shorter, LONGEST) * shorterSide;
            return Math.max(1, (int) Math.round(scaled / multiple)) * multiple;
        }
    }

    /** The middle of it, as large as it is, cut so that both sides are multiples and no larger than a limit. */
    record Middle(int largest, int multiple) implements Fit {
        @Override
        public List<Framing> framings(int itemWidth, int itemHeight) {
            int width = side(itemWidth);
            int height = side(itemHeight);
            int left = Math.min(0, (width - itemWidth) / 2);
            int top = Math.min(0, (height - itemHeight) / 2);
            return List.of(new Framing(width, height, left, top, itemWidth, itemHeight, Framing.REPEAT_EDGE));
        }

        private int side(int length) {
            return Math.max(1, Math.min(length, largest) / multiple) * multiple;
        }
    }

    /** Resampled to a fixed size, whatever that does to its proportions. */
    record Stretch(int width, int height) implements Fit {
        @Override
        public List<Framing> framings(int itemWidth, int itemHeight) {
            return List.of(new Framing(width, height, 0, 0, width, height, Framing.REPEAT_EDGE));
        }
    }

    /** Resampled so that its shorter side has a length, then cut to the centre. */
    record Crop(int width, int height, int shorterSide) implements Fit {
        @Override
        public List<Framing> framings(int itemWidth, int itemHeight) {
            double scale = (double) shorterSide / Math.min(itemWidth, itemHeight);
            int contentWidth = Math.max(width, (int) Math.round(itemWidth * scale));
            int contentHeight = Math.max(height, (int) Math.round(itemHeight * scale));
            return List.of(new Framing(
                    width,
                    height,
                    -((contentWidth - width) / 2),
                    -((contentHeight - height) / 2),
                    contentWidth,
                    contentHeight,
                    Framing.REPEAT_EDGE));
        }
    }

    /** Resampled to fit inside with its proportions, in the centre, a constant around it. */
    record Letterbox(int width, int height, float fill) implements Fit {
        @Override
        public List<Framing> framings(int itemWidth, int itemHeight) {
            double scale = Math.min((double) width / itemWidth, (double) height / itemHeight);
            int contentWidth = Math.max(1, Math.min(width, (int) Math.round(itemWidth * scale)));
            int contentHeight = Math.max(1, Math.min(height, (int) Math.round(itemHeight * scale)));
            return List.of(new Framing(
                    width,
                    height,
                    (width - contentWidth) / 2,
                    (height - contentHeight) / 2,
                    contentWidth,
                    contentHeight,
                    fill));
        }
    }

    /**
     * In tiles of a fixed size that overlap by at least so much and are blended there.
     *
     * @param shorterSide the length that the item's shorter side is resampled to before, 0 for its own
     */
    record Tile(int width, int height, int overlap, int shorterSide) implements Fit {
        @Override
        public List<Framing> framings(int itemWidth, int itemHeight) {
            double scale = shorterSide == 0 ? 1 : (double) shorterSide / Math.min(itemWidth, itemHeight);
            int contentWidth = Math.max(1, (int) Math.round(itemWidth * scale));
            int contentHeight = Math.max(1, (int) Math.round(itemHeight * scale));
            List<Framing> framings = new ArrayList<>();
            for (int top : starts(contentHeight, height)) {
                for (int left : starts(contentWidth, width)) {
                    framings.add(
                            new Framing(width, height, -left, -top, contentWidth, contentHeight, Framing.REPEAT_EDGE));
                }
            }
            return framings;
        }

        /** Where tiles begin along one side: evenly spread, the last one ending with the item. */
        int[] starts(int length, int tile) {
            if (length <= tile) {
                return new int[] {0};
            }
            int step = tile - overlap;
            int count = (length - overlap + step - 1) / step;
            int[] starts = new int[count];
            for (int i = 0; i < count; i++) {
                starts[i] = (int) ((long) i * (length - tile) / (count - 1));
            }
            return starts;
        }
    }

    private static int up(int length, int multiple) {
        return (length + multiple - 1) / multiple * multiple;
    }
}
