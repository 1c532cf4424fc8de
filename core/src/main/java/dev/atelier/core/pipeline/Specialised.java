package dev.atelier.core.pipeline;

import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.Specialisation;
import dev.atelier.core.scoring.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a job's model is specialised for its items: in pieces, each of which has the same for all its items.
 *
 * @param record what is stored as JSON
 * @param values what is stored beside it: of each statistic a row for each sample, and the ranges
 */
record Specialised(Plan record, Map<String, Tensor> values) {
    /**
     * The pieces.
     *
     * @param precision what to compute with
     * @param reason why, in words
     * @param shots the first item of each shot; empty where statistics are each item's own
     * @param pieces in order; the first begins with item 0
     */
    record Plan(Precision precision, String reason, List<Integer> shots, List<Piece> pieces) {
        Plan {
            shots = List.copyOf(shots);
            pieces = List.copyOf(pieces);
            if (pieces.isEmpty() || pieces.get(0).first() != 0) {
                throw new IllegalArgumentException("the first piece must begin with item 0");
            }
        }
    }

    /**
     * Items in a row.
     *
     * @param first the first of them
     * @param before row of a sample; -1 where statistics are each item's own
     * @param after row of another sample
     * @param weight how far the statistics are on the way between the two, 0 to 1
     */
    record Piece(int first, int before, int after, double weight) {
        static final Piece ALL = new Piece(0, -1, -1, 0);
    }

    /** Every item by itself. */
    static Specialised not(String reason) {
        return new Specialised(new Plan(Precision.FP32, reason, List.of(), List.of(Piece.ALL)), Map.of());
    }

    /** The number of the piece that an item lies in. */
    int piece(int item) {
        int low = 0;
        int high = record.pieces().size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (record.pieces().get(middle).first() <= item) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The first item behind a piece. */
    int end(int piece) {
        return piece + 1 < record.pieces().size()
                ? record.pieces().get(piece + 1).first()
                : Integer.MAX_VALUE;
    }

    Specialisation specialisation(int number) {
        Piece piece = record.pieces().get(number);
        Map<String, Tensor> fixed = piece.before() < 0
                ? Map.of()
                : Observations.between(row(piece.before()), row(piece.after()), piece.weight());
        Map<String, Tensor> ranges = new HashMap<>(values);
        ranges.keySet().removeIf(name -> !name.startsWith(Observations.RANGE));
        return Specialiser.specialisation(record.precision(), fixed, ranges);
    }

    private Map<String, Tensor> row(int row) {
        Map<String, Tensor> one = new HashMap<>();
        values.forEach((name, rows) -> {
            if (!name.startsWith(Observations.RANGE)) {
                int size = (int) rows.shape()[1];
                one.put(
                        name,
                        new Tensor(new long[] {size}, Arrays.copyOfRange(rows.values(), row * size, (row + 1) * size)));
            }
        });
        return one;
    }

    /** Statistics of samples, one below the other. */
    static Map<String, Tensor> rows(List<Map<String, Tensor>> samples) {
        Map<String, Tensor> rows = new HashMap<>();
        if (samples.isEmpty()) {
            return rows;
        }
        for (String name : samples.get(0).keySet()) {
            int size = samples.get(0).get(name).values().length;
            float[] all = new float[samples.size() * size];
            for (int i = 0; i < samples.size(); i++) {
                System.arraycopy(samples.get(i).get(name).values(), 0, all, i * size, size);
            }
            rows.put(name, new Tensor(new long[] {samples.size(), size}, all));
        }
        return rows;
    }

    /** For a report. */
    String describe() {
        int shots = record.shots().size();
        String statistics = shots == 0 ? "" : ", statistics of " + (shots == 1 ? "one shot" : shots + " shots");
        return record.precision().name().toLowerCase(java.util.Locale.ROOT)
                + statistics
                + (record.reason().isEmpty() ? "" : " (" + record.reason() + ")");
    }
}
