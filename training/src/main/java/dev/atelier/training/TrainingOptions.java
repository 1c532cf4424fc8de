package dev.atelier.training;

/**
 * How to train.
 *
 * @param steps how many batches to see, those before a resume included
 * @param batch pictures a step
 * @param side size of the training crops in pixels, a multiple of 8
 * @param rate Adam's learning rate at the start; falls to 0 over the steps along a cosine
 * @param seed of everything random
 * @param styleWeight of the means' and deviations' error, the content's being 1
 * @param gramWeight of the Gram matrices' error
 * @param encoderSteps steps before all these that train what looks at style pictures; 0 to leave it as it is
 * @param taughtSteps steps at the start that imitate a teacher's pictures instead, where there is one
 * @param steadyWeight of the change under small shifts, noise and exposure
 * @param steadyFrom step from which steadiness counts
 * @param saveEvery steps between checkpoints
 */
public record TrainingOptions(
        int steps,
        int batch,
        int side,
        double rate,
        long seed,
        double styleWeight,
        double gramWeight,
        int encoderSteps,
        int taughtSteps,
        double steadyWeight,
        int steadyFrom,
        int saveEvery) {
    /** What the bundled network was trained with, but for what a graphics card does more: some hours of two cores. */
    public static final TrainingOptions DEFAULT =
            new TrainingOptions(6000, 4, 192, 2e-3, 1, 40, 5, 4000, 1000, 25, 1000, 250);

    public TrainingOptions {
        if (steps < 1 || batch < 1 || side < 32 || side % 8 != 0 || !(rate > 0) || saveEvery < 1) {
            throw new IllegalArgumentException(
                    "training needs at least one step, picture and step between checkpoints, a side of 32 or more that "
                            + "is a multiple of 8, and a positive rate");
        }
    }

    /** How to train what looks at style pictures. */
    TrainingOptions ofEncoder() {
        return new TrainingOptions(encoderSteps, batch, side, rate, seed, 0, 0, 0, 0, 0, 0, saveEvery);
    }

    /** The learning rate of a step. */
    double rate(int step) {
        return rate * 0.5 * (1 + Math.cos(Math.PI * Math.min(step, steps) / steps)) * Math.min(1, (step + 1) / 50.0);
    }
}
