package dev.atelier.core.pipeline;

import dev.atelier.core.pipeline.Specialised.Piece;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Divides shots into pieces: a shot whose statistics hardly move is one piece with those of all its samples together; in
 * any other the statistics go from sample to sample in steps too small to be seen.
 */
final class Pieces {
    /** Normalised values are of size 1: as far as samples of a scene in which something happens lie apart. */
    private static final double STILL = 0.15;

    /** About one of the 255 steps of a picture. */
    private static final double STEP = 0.01;

    /** A scorer is opened for each piece: shorter ones would cost more than what they paint. */
    private static final int LEAST_FRAMES = 4;

    private final List<Piece> pieces = new ArrayList<>();
    private final List<Map<String, Tensor>> rows = new ArrayList<>();

    List<Piece> pieces() {
        return pieces;
    }

    /** The statistics that the pieces refer to. */
    List<Map<String, Tensor>> rows() {
        return rows;
    }

    /** What is fixed for an item of the pieces so far. */
    Map<String, Tensor> statistics(int item) {
        Piece piece = pieces.get(Specialised.lastAt(pieces, Piece::first, item));
        return Observations.between(rows.get(piece.before()), rows.get(piece.after()), piece.weight());
    }

    /**
     * Adds the next shots.
     *
     * @param samples the frames of each that were looked at, in order
     * @param statistics what all of these are like
     */
    void add(List<Integer> starts, List<List<Integer>> samples, List<Map<String, Tensor>> statistics) {
        int at = 0;
        for (int shot = 0; shot < starts.size(); shot++) {
            int end = at + samples.get(shot).size();
            add(starts.get(shot), samples.get(shot), statistics.subList(at, end));
            at = end;
        }
    }

    /**
     * Adds the next shot.
     *
     * @param samples the frames that were looked at, in order
     * @param statistics what they are like
     */
    private void add(int first, List<Integer> samples, List<Map<String, Tensor>> statistics) {
        Map<String, Tensor> together = Observations.pool(statistics);
        boolean still = statistics.stream().allMatch(one -> Observations.distance(one, together) <= STILL);
        if (still) {
            rows.add(together);
            pieces.add(new Piece(first, rows.size() - 1, rows.size() - 1, 0));
            return;
        }
        int row = rows.size();
        rows.addAll(statistics);
        pieces.add(new Piece(first, row, row, 0));
        for (int i = 0; i + 1 < samples.size(); i++) {
            int frames = samples.get(i + 1) - samples.get(i);
            double distance = Observations.distance(statistics.get(i), statistics.get(i + 1));
            int most = frames / LEAST_FRAMES;
            int steps = Math.max(1, Math.min((int) Math.ceil(distance / STEP), most));
            for (int step = 0; step < steps; step++) {
                int from = samples.get(i) + (int) ((long) frames * step / steps) + (step == 0 ? 1 : 0);
                pieces.add(new Piece(from, row + i, row + i + 1, (step + 0.5) / steps));
            }
        }
        int last = samples.size() - 1;
        pieces.add(new Piece(samples.get(last), row + last, row + last, 0));
        removeEmpty();
    }

    /** Of pieces that begin with the same frame only the last has any. */
    private void removeEmpty() {
        for (int i = pieces.size() - 2; i >= 0; i--) {
            if (pieces.get(i).first() >= pieces.get(i + 1).first()) {
                pieces.remove(i);
            }
        }
    }
}
