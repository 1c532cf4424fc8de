package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.scoring.ModelRuntime.Look;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Specialisation;
import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Finds out on samples what of a model can be fixed, and whether it can be computed in lower precision. For one thread at
 * a time.
 */
public final class Specialiser implements AutoCloseable {
    /** Samples that both precisions are tried on. */
    private static final int TRIED = 2;

    /** Equal pictures' is infinite. */
    private static final double MOST_PSNR = 99;

    private final ModelRuntime models;
    private final String model;
    private final ScorerOptions options;
    private final InParallel parallel;
    /** Opened when it is first needed; null until then. */
    private Optional<Scorer> observer;

    /** @param threads how many samples are looked at at once */
    public Specialiser(ModelRuntime models, String model, ScorerOptions options, int threads) {
        this.models = models;
        this.model = model;
        this.options = options;
        this.parallel = new InParallel(threads);
    }

    /**
     * A precision.
     *
     * @param psnr of samples in 8 bits to full precision, in decibels; 0 if that was not tried
     * @param ranges that it needs
     */
    public record Decision(Precision precision, String reason, double psnr, Map<String, Tensor> ranges) {
        private static Decision untried(Precision precision, String reason) {
            return new Decision(precision, reason, 0, Map.of());
        }
    }

    /** The statistics of each sample; empty where the model has none that could be fixed. */
    public Optional<List<Map<String, Tensor>>> statistics(List<Picture> samples) throws InterruptedException {
        if (!hasStatistics()) {
            return Optional.empty();
        }
        return Optional.of(parallel.map(samples, sample -> observe(observer.get(), sample)));
    }

    /** Whether the model has statistics that could be fixed. */
    public boolean hasStatistics() {
        if (observer == null) {
            observer = models.observe(model, options, Look.STATISTICS);
        }
        return observer.isPresent();
    }

    @Override
    public void close() {
        if (observer != null) {
            observer.ifPresent(Scorer::close);
        }
    }

    /** Chooses a precision for where the samples are looked at. */
    public Decision decide(Precision wanted, List<Picture> samples, List<Map<String, Tensor>> statistics)
            throws InterruptedException {
        return decide(wanted, options.device(), samples, statistics);
    }

    /**
     * Chooses a precision.
     *
     * @param device where the job will compute, which need not be where samples are looked at
     * @param statistics what is to be fixed for each of the samples; empty maps where nothing is
     * @throws InvalidRequestException if the model cannot be computed in the precision that is wanted
     */
    public Decision decide(Precision wanted, String device, List<Picture> samples, List<Map<String, Tensor>> statistics)
            throws InterruptedException {
        if (wanted == Precision.FP32 || wanted == Precision.FP16) {
            return Decision.untried(wanted, "as asked for");
        }
        if (wanted == Precision.AUTO && models.isFaster(model, Precision.FP16, device)) {
            return Decision.untried(Precision.FP16, "half precision is faster on the GPU");
        }
        if (wanted == Precision.AUTO && !models.isFaster(model, Precision.INT8, device)) {
            return Decision.untried(Precision.FP32, "8 bits are no faster here");
        }
        Optional<Map<String, Tensor>> ranges = ranges(samples, statistics);
        if (ranges.isEmpty()) {
            if (wanted == Precision.INT8) {
                throw new InvalidRequestException(
                        "model " + model + " has no convolution that can be computed in 8 bits; use --precision auto");
            }
            return Decision.untried(Precision.FP32, "nothing of the model can be computed in 8 bits here");
        }
        if (wanted == Precision.INT8) {
            return new Decision(Precision.INT8, "as asked for", 0, ranges.get());
        }
        return tried(samples, statistics, ranges.get());
    }

    private Optional<Map<String, Tensor>> ranges(List<Picture> samples, List<Map<String, Tensor>> statistics)
            throws InterruptedException {
        List<Map<String, Tensor>> all = new ArrayList<>();
        for (int from = 0, to; from < samples.size(); from = to) {
            to = from + 1;
            while (to < samples.size() && statistics.get(to).equals(statistics.get(from))) {
                to++;
            }
            var fixed = options.with(new Specialisation(Precision.FP32, statistics.get(from)));
            Optional<Scorer> ranger = models.observe(model, fixed, Look.RANGES);
            if (ranger.isEmpty()) {
                return Optional.empty();
            }
            try (Scorer scorer = ranger.get()) {
                all.addAll(parallel.map(samples.subList(from, to), sample -> observe(scorer, sample)));
            }
        }
        return Optional.of(Observations.pool(all));
    }

    private static Map<String, Tensor> observe(Scorer scorer, Picture sample) {
        return ((Score.Tensors) scorer.score(List.of(sample)).get(0)).outputs();
    }

    private Decision tried(List<Picture> samples, List<Map<String, Tensor>> statistics, Map<String, Tensor> ranges)
            throws InterruptedException {
        List<Integer> chosen = IntStream.iterate(
                        0, i -> i < samples.size(), i -> i + (samples.size() + TRIED - 1) / TRIED)
                .boxed()
                .toList();
        List<Score> exact = scores(chosen, samples, i -> specialisation(Precision.FP32, statistics.get(i), Map.of()));
        if (!(exact.get(0) instanceof Score.Image)) {
            return Decision.untried(Precision.FP32, "scores that are no pictures are computed in full precision");
        }
        List<Score> bytes = scores(chosen, samples, i -> specialisation(Precision.INT8, statistics.get(i), ranges));
        List<PictureDifference> differences = IntStream.range(0, chosen.size())
                .mapToObj(i -> PictureDifference.between(
                        ((Score.Image) bytes.get(i)).picture(), ((Score.Image) exact.get(i)).picture()))
                .sorted(Comparator.comparingDouble(PictureDifference::psnr))
                .toList();
        PictureDifference worst = differences.stream()
                .filter(difference -> !difference.isInvisible())
                .findFirst()
                .orElse(differences.get(0));
        double psnr = Math.min(worst.psnr(), MOST_PSNR);
        String measured = String.format(
                Locale.ROOT, "in 8 bits %.1f dB, within %.0f of 255 of full precision", psnr, worst.most() * 255);
        return worst.isInvisible()
                ? new Decision(Precision.INT8, measured, psnr, ranges)
                : new Decision(Precision.FP32, measured, psnr, Map.of());
    }

    /** Scores some of the samples, several at once; samples that are specialised alike share a scorer. */
    private List<Score> scores(List<Integer> chosen, List<Picture> samples, IntFunction<Specialisation> specialisation)
            throws InterruptedException {
        Map<Specialisation, Scorer> scorers = new ConcurrentHashMap<>();
        try {
            return parallel.map(chosen, i -> scorers.computeIfAbsent(
                            specialisation.apply(i), wanted -> models.open(model, options.with(wanted)))
                    .score(List.of(samples.get(i)))
                    .get(0));
        } finally {
            scorers.values().forEach(Scorer::close);
        }
    }

    /** A precision with what it needs. */
    public static Specialisation specialisation(
            Precision precision, Map<String, Tensor> statistics, Map<String, Tensor> ranges) {
        Map<String, Tensor> values = new HashMap<>(statistics);
        values.putAll(ranges);
        return new Specialisation(precision, values);
    }
}
