package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.ModelHandling;
import dev.atelier.core.job.ModelHandling.Statistics;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.SafeTensors;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of preparing: looks at sampled items and settles how the model is specialised for the job, once; from then on it
 * is read from the store, by resumed runs as by all batches.
 */
final class SpecialiseStage implements AutoCloseable {
    /** A sample for about so many seconds of a shot, two for a short one. */
    private static final double SECONDS_A_SAMPLE = 2;

    private static final int MOST_SAMPLES_OF_A_SHOT = 32;
    private static final int SHORT = 8;

    /**
     * A precision is chosen for each shot, or for a stretch of shots: to choose takes as long as some ten frames, and a second or so
     * where these are large.
     */
    private static final int LEAST_OF_A_STRETCH = 20;

    private static final int MOST_STRETCHES = 64;

    /** Samples of a stretch that ranges are measured on. */
    private static final int MOST_FOR_RANGES = 4;

    private final JobRepository repository;
    private final BatchItems items;
    private final Specialiser specialiser;

    SpecialiseStage(JobRepository repository, BatchItems items, Specialiser specialiser) {
        this.repository = repository;
        this.items = items;
        this.specialiser = specialiser;
    }

    static SpecialiseStage of(
            JobRepository repository, Ports ports, BatchItems items, ScorerOptions options, int threads) {
        String model = items.spec().model().name();
        return new SpecialiseStage(repository, items, new Specialiser(ports.models(), model, options, threads));
    }

    /** @throws InvalidRequestException if the model cannot be computed in the precision that is wanted */
    Specialised specialise() throws InterruptedException {
        if (items.spec().options().model().equals(ModelHandling.PLAIN)) {
            return Specialised.not("");
        }
        JobLayout layout = items.layout();
        Optional<Specialised.Plan> stored = repository.read(layout.specialisation(), Specialised.Plan.class);
        try {
            if (stored.isPresent()) {
                byte[] values = repository
                        .readBytes(layout.specialisationValues())
                        .orElseThrow(() -> new IOException("its numbers are missing"));
                return new Specialised(stored.get(), SafeTensors.read(values));
            }
            Specialised made = make();
            // the plan goes last: where it is, its numbers are
            Content values = Content.of(SafeTensors.write(made.values()));
            repository.store().put(layout.specialisationValues(), values, WriteCondition.ALWAYS);
            repository.create(layout.specialisation(), made.record());
            return made;
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "how the job's model is specialised cannot be read; remove the job to start over", e);
        }
    }

    @Override
    public void close() {
        specialiser.close();
    }

    private Specialised make() throws InterruptedException {
        ModelHandling wanted = items.spec().options().model();
        if (items.source() instanceof Source.Frames frames && wanted.statistics() == Statistics.SHOT) {
            try {
                return ofVideo(frames, wanted.precision());
            } catch (PoisonItemException e) {
                // where a video is damaged each frame that decodes is scored by itself
                return ofItems(wanted.precision());
            }
        }
        return ofItems(wanted.precision());
    }

    private Specialised ofItems(Precision wanted) throws InterruptedException {
        List<Picture> samples = new ArrayList<>();
        if (wanted == Precision.INT8 || wanted == Precision.AUTO) {
            int count = items.source().count();
            for (int i = 0; i < Math.min(count, 2); i++) {
                try (ItemSource source = items.source(new FrameRange((int) ((long) count * i / 2), 1))) {
                    samples.add(source.next().decoding().picture());
                } catch (PoisonItemException e) {
                    // it will be dealt with when it is scored
                }
            }
            if (samples.isEmpty()) {
                return Specialised.not("no sample could be read");
            }
        }
        var precisions = new Precisions();
        precisions.add(0, decide(wanted, samples, Collections.nCopies(samples.size(), Map.of())));
        var plan = new Specialised.Plan(List.of(), precisions.stretches, List.of(Specialised.Piece.ALL));
        return new Specialised(plan, Specialised.rows(precisions.ranges));
    }

    private Specialised ofVideo(Source.Frames frames, Precision wanted) throws InterruptedException {
        URI address = items.video().address();
        if (!specialiser.hasStatistics()) {
            return ofItems(wanted);
        }
        List<Integer> starts = new ShotFinder(items.videoIo(), address, frames).starts();
        var sampling = new Sampling(items, address, frames, specialiser, MOST_FOR_RANGES);
        var pieces = new Pieces();
        var precisions = new Precisions();
        int least = Math.max(LEAST_OF_A_STRETCH, frames.count() / MOST_STRETCHES);
        for (int shot = 0, next; shot < starts.size(); shot = next) {
            next = shot + 1;
            while (next < starts.size() && starts.get(next) - starts.get(shot) < least) {
                next++;
            }
            int end = next < starts.size() ? starts.get(next) : frames.count();
            List<List<Integer>> positions = positions(frames.info().frames(), starts.subList(shot, next), end);
            var seen = sampling.look(positions.stream().flatMap(List::stream).toList());
            pieces.add(starts.subList(shot, next), positions, seen.statistics());
            List<Map<String, Tensor>> fixed =
                    seen.kept().stream().map(pieces::statistics).toList();
            precisions.add(starts.get(shot), decide(wanted, seen.pictures(), fixed));
        }
        Map<String, Tensor> values = new HashMap<>(Specialised.rows(pieces.rows()));
        values.putAll(Specialised.rows(precisions.ranges));
        return new Specialised(new Specialised.Plan(starts, precisions.stretches, pieces.pieces()), values);
    }

    private Specialiser.Decision decide(Precision wanted, List<Picture> samples, List<Map<String, Tensor>> fixed)
            throws InterruptedException {
        return specialiser.decide(wanted, items.spec().model().device(), samples, fixed);
    }

    /** The precisions of stretches, one after the other. */
    private static final class Precisions {
        private final List<Specialised.Stretch> stretches = new ArrayList<>();
        private final List<Map<String, Tensor>> ranges = new ArrayList<>();

        void add(int first, Specialiser.Decision decision) {
            int row = decision.ranges().isEmpty() ? -1 : ranges.size();
            if (row >= 0) {
                ranges.add(decision.ranges());
            }
            stretches.add(
                    new Specialised.Stretch(first, decision.precision(), row, decision.psnr(), decision.reason()));
        }
    }

    /**
     * Frames to look at, for each of some shots.
     *
     * @param starts the first frame of each shot
     * @param end the first frame behind the last
     */
    private static List<List<Integer>> positions(FrameTable table, List<Integer> starts, int end) {
        List<List<Integer>> positions = new ArrayList<>();
        for (int shot = 0; shot < starts.size(); shot++) {
            int next = shot + 1 < starts.size() ? starts.get(shot + 1) : end;
            positions.add(positions(table, starts.get(shot), next));
        }
        return positions;
    }

    /** Frames of a shot to look at. */
    private static List<Integer> positions(FrameTable table, int first, int end) {
        double seconds = table.timeBase().value() * (table.until(end - 1) - table.timestamps()[first]);
        int least = end - first < SHORT ? 1 : 2;
        int count = (int) Math.max(least, Math.min(MOST_SAMPLES_OF_A_SHOT, Math.round(seconds / SECONDS_A_SAMPLE)));
        return Sampling.spread(table, first, end, count);
    }
}
