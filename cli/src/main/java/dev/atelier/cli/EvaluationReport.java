package dev.atelier.cli;

import java.util.List;

/**
 * What an evaluation found out.
 *
 * @param side shorter side of contents and styles in pixels
 */
record EvaluationReport(int side, List<String> contents, List<String> styles, List<ModelFigures> models) {

    /**
     * How far painted pictures are from contents and styles; less is better. All but the colour distance are relative
     * squared errors of VGG-19's features.
     *
     * @param style of channel means and deviations at relu1_1, relu2_1 and relu3_1
     * @param gram of Gram matrices there
     * @param content of relu3_1, instance-normalised
     * @param colour distance of the colours' means and deviations, RGB 0..1
     */
    record Losses(double style, double gram, double content, double colour) {}

    /**
     * A model's figures, the first model being the one that was asked about.
     *
     * @param mean over all pairs
     * @param clips the videos
     * @param steadied the videos with flicker control; empty if that was not asked for
     * @param sheet file of the contact sheet
     */
    record ModelFigures(
            String name,
            String model,
            Losses mean,
            List<Pair> pairs,
            List<Clip> clips,
            List<Clip> steadied,
            String sheet) {}

    /** A picture. */
    record Pair(String style, String content, Losses losses, String file) {}

    /**
     * A video.
     *
     * @param source what the source itself has, painted by nobody
     * @param losses the mean over some of its frames
     */
    record Clip(String video, String style, int frames, Flicker painted, Flicker source, Losses losses, String file) {}

    /**
     * Warping errors, RGB 0..1; null where the video is too short.
     *
     * @param neighbours between a frame and the next one
     * @param fiveApart between a frame and the fifth after it
     */
    record Flicker(Double neighbours, Double fiveApart) {}
}
