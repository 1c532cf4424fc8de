package dev.atelier.core.pipeline;

import dev.atelier.core.media.Picture;

/**
 * How far a picture is from another of its size and format.
 *
 * @param psnr peak signal to noise ratio over all samples, in decibels; infinite for equal pictures
 * @param most what all but a thousandth of the samples differ by at most, in parts of full brightness
 * @param shift the mean difference of the samples, in parts of full brightness
 */
record PictureDifference(double psnr, double most, double shift) {
    private static final int LEVELS = 256;
    private static final double RARE = 1e-3;

    static PictureDifference between(Picture picture, Picture other) {
        int bytes = picture.format().depth() / 8;
        double maximum = picture.format().maximum();
        byte[] some = picture.samples();
        byte[] others = other.samples();
        double squares = 0;
        double sum = 0;
        int[] counts = new int[LEVELS];
        for (int i = 0; i < some.length; i += bytes) {
            int difference = sample(some, i, bytes) - sample(others, i, bytes);
            squares += (double) difference * difference;
            sum += difference;
            counts[(int) (Math.abs(difference) * (LEVELS - 1L) / maximum)]++;
        }
        double count = (double) some.length / bytes;
        double psnr = squares == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(maximum * maximum * count / squares);
        int most = 0;
        for (double within = counts[0]; within < count * (1 - RARE); within += counts[most]) {
            most++;
        }
        return new PictureDifference(psnr, most / (LEVELS - 1.0), sum / count / maximum);
    }

    private static int sample(byte[] samples, int at, int bytes) {
        return bytes == 1 ? samples[at] & 0xff : (samples[at] & 0xff) | (samples[at + 1] & 0xff) << 8;
    }

    /** Whether nobody sees it. */
    boolean isInvisible() {
        return psnr >= 40 && most <= 0.05 && Math.abs(shift) <= 0.002;
    }
}
