package dev.atelier.scoring.graph;

/**
 * Rounds the weights of one output channel to bytes so that errors cancel: to the nearest, then as few as needed the other way,
 * those that lie nearest to the middle, until the weights of each input channel, and all together, have the sum that they
 * had, to within half a step for all and a step for each. Neighbouring samples are much alike, and where statistics are fixed no
 * normalisation takes away what an error in a sum makes of their brightness.
 *
 * @param from the first of the weights
 * @param taps weights of an input channel
 */
record WeightRounding(float[] weights, int from, int count, int taps) {
    /** @return the scale: what a step of a byte stands for */
    float into(byte[] bytes) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(weights[i]));
        }
        float scale = Math.max(largest / Byte.MAX_VALUE, Float.MIN_NORMAL);
        for (int i = from; i < from + count; i++) {
            int step = Math.round(weights[i] / scale);
            bytes[i] = (byte) Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, step));
        }
        for (int first = from; first < from + count; first += taps) {
            balance(bytes, scale, first, (int) Math.rint(missing(bytes, scale, first, taps)));
        }
        for (int left = (int) Math.rint(missing(bytes, scale, from, count)); left != 0; left -= Integer.signum(left)) {
            balance(bytes, scale, mostMissing(bytes, scale, Integer.signum(left)), Integer.signum(left));
        }
        return scale;
    }

    /** The input channel whose weights add up to too little by most, or too much if that is the direction. */
    private int mostMissing(byte[] bytes, float scale, int direction) {
        int most = from;
        for (int first = from; first < from + count; first += taps) {
            if (direction * missing(bytes, scale, first, taps) > direction * missing(bytes, scale, most, taps)) {
                most = first;
            }
        }
        return most;
    }

    private double missing(byte[] bytes, float scale, int first, int number) {
        double missing = 0;
        for (int i = first; i < first + number; i++) {
            missing += weights[i] / scale - bytes[i];
        }
        return missing;
    }

    /** Moves weights of an input channel by a step each: so many, in the direction of the sign. */
    private void balance(byte[] bytes, float scale, int first, int steps) {
        int direction = Integer.signum(steps);
        for (int step = 0; step != steps; step += direction) {
            int nearest = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = first; i < first + taps; i++) {
                double error = direction * (weights[i] / scale - bytes[i]);
                if (error > most && Math.abs(bytes[i] + direction) <= Byte.MAX_VALUE) {
                    nearest = i;
                    most = error;
                }
            }
            if (nearest < 0) {
                return;
            }
            bytes[nearest] = (byte) (bytes[nearest] + direction);
        }
    }
}
