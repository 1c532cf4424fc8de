package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.pipeline.Specialiser;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.onnx.TimedScorer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the scoring graphs of models in one run: the same frames, one thread, by turns frame after frame, so that
 * whatever else the machine does falls on all alike. Figures are medians of processor time.
 */
final class Duel implements AutoCloseable {
    private static final int ROUNDS = 12;

    private final Map<String, TimedScorer> scorers = new LinkedHashMap<>();
    private final List<Picture> frames;

    /** @param frames of one size */
    Duel(List<Picture> frames) {
        this.frames = frames;
    }

    /**
     * What one model takes.
     *
     * @param graphMillis processor time of the graph for a frame
     * @param scorerMillis the same with pictures to tensors and back
     * @param graphRatio how many times as many frames the graph does as the last model's
     * @param scorerRatio the same for the scorer
     */
    record Standing(double graphMillis, double scorerMillis, double graphRatio, double scorerRatio) {}

    void enter(String name, TimedScorer scorer) {
        scorers.put(name, scorer);
    }

    /** A model as it is, with the statistics of these frames fixed, and that in 8 bits, as far as each is possible. */
    void enterAllForms(Wiring wiring, String label, String path, ScorerOptions options) throws InterruptedException {
        enter(label + ", statistics of each frame", wiring.models().openTimed(path, options));
        try (var specialiser = new Specialiser(wiring.models(), path, options, wiring.cores())) {
            enterSpecialised(wiring, label, path, options, specialiser);
        }
    }

    private void enterSpecialised(
            Wiring wiring, String label, String path, ScorerOptions options, Specialiser specialiser)
            throws InterruptedException {
        Optional<List<Map<String, Tensor>>> each = specialiser.statistics(frames);
        Map<String, Tensor> shot = each.map(Observations::pool).orElse(Map.of());
        if (each.isPresent()) {
            var fixed = Specialiser.specialisation(Precision.FP32, shot, Map.of());
            enter(label + ", statistics fixed", wiring.models().openTimed(path, options.with(fixed)));
        }
        Specialiser.Decision decision =
                specialiser.decide(Precision.AUTO, frames, Collections.nCopies(frames.size(), shot));
        try {
            var ranges = specialiser.decide(Precision.INT8, frames, Collections.nCopies(frames.size(), shot));
            var bytes = Specialiser.specialisation(Precision.INT8, shot, ranges.ranges());
            enter(label + ", int8 (" + decision.reason() + ")", wiring.models().openTimed(path, options.with(bytes)));
        } catch (InvalidRequestException e) {
            // there is no such form of it
        }
    }

    Map<String, Standing> run() {
        Map<String, double[][]> times = new LinkedHashMap<>();
        scorers.keySet().forEach(name -> times.put(name, new double[2][ROUNDS]));
        scorers.values().forEach(scorer -> scorer.score(frames.get(0)));
        for (int round = 0; round < ROUNDS; round++) {
            for (var entry : scorers.entrySet()) {
                TimedScorer.Timed timed = entry.getValue().score(frames.get(round % frames.size()));
                times.get(entry.getKey())[0][round] = timed.graph() * 1e3;
                times.get(entry.getKey())[1][round] = timed.whole() * 1e3;
            }
        }
        double[] last = {0, 0};
        times.values().forEach(of -> {
            last[0] = median(of[0]);
            last[1] = median(of[1]);
        });
        Map<String, Standing> standings = new LinkedHashMap<>();
        times.forEach((name, of) -> {
            double graph = median(of[0]);
            double scorer = median(of[1]);
            standings.put(name, new Standing(graph, scorer, last[0] / graph, last[1] / scorer));
        });
        return standings;
    }

    @Override
    public void close() {
        scorers.values().forEach(TimedScorer::close);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static String table(Map<String, Standing> standings) {
        StringBuilder text = new StringBuilder("graph ms  scorer ms  graph x  scorer x\n");
        standings.forEach((name, of) -> text.append(String.format(
                Locale.ROOT,
                "%8.1f %10.1f %8.2f %9.2f  %s%n",
                of.graphMillis,
                of.scorerMillis,
                of.graphRatio,
                of.scorerRatio,
                name)));
        return text + "processor time a frame, one thread; x: frames per second against the last";
    }

    /** A few frames from the beginning of a video. */
    static List<Picture> frames(Wiring wiring, JobSpec spec, int most) throws InterruptedException {
        URI source = Path.of(spec.input().address()).toUri();
        VideoInfo info = wiring.ports().videoIo().probe(source);
        FrameSize size = spec.options().size().of(info.width(), info.height());
        List<Picture> frames = new ArrayList<>();
        FrameRange range = new FrameRange(0, Math.min(most, info.frames().count()));
        try (FrameReader reader =
                wiring.ports().videoIo().read(source, info, range, size.width(), size.height(), info.pictureFormat())) {
            for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
