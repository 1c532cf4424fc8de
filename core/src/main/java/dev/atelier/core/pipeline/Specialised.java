package dev.atelier.core.pipeline;

import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.Specialisation;
import dev.atelier.core.scoring.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How a job's model is specialised for its items: in pieces, each of which has the same for all its items.
 *
 * @param record what is stored as JSON
 * @param values what is stored beside it: of each statistic a row for each sample, and the ranges
 */
record Specialised(Plan record, Map<String, Tensor> values) {
    /**
     * The pieces, and what they are computed with.
     *
     * @param shots the first item of each shot; empty where statistics are each item's own
     * @param stretches in order; the first begins with item 0
     * @param pieces in order; the first begins with item 0
     */
    record Plan(List<Integer> shots, List<Stretch> stretches, List<Piece> pieces) {
        Plan {
            shots = List.copyOf(shots);
            stretches = List.copyOf(stretches);
            pieces = List.copyOf(pieces);
            if (pieces.isEmpty() || pieces.get(0).first() != 0) {
                throw new IllegalArgumentException("the first piece must begin with item 0");
            }
            if (stretches.isEmpty() || stretches.get(0).first() != 0) {
                throw new IllegalArgumentException("the first stretch must begin with item 0");
            }
        }
    }

    /**
     * Shots in a row that are computed with the same precision.
     *
     * @param first the first of their items
     * @param ranges row of the ranges it needs; -1 if none
     * @param psnr of samples in 8 bits to full precision, in decibels; 0 if that was not tried
     * @param reason why this precision, in words
     */
    record Stretch(int first, Precision precision, int ranges, double psnr, String reason) {}

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
        var stretch = new Stretch(0, Precision.FP32, -1, 0, reason);
        return new Specialised(new Plan(List.of(), List.of(stretch), List.of(Piece.ALL)), Map.of());
    }

    /** The number of the piece that an item lies in. */
    int piece(int item) {
        return lastAt(record.pieces(), Piece::first, item);
    }

    /** The number of the last element that begins at an item or before it. */
    static <T> int lastAt(List<T> elements, ToIntFunction<T> first, int item) {
        int low = 0;
        int high = elements.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (first.applyAsInt(elements.get(middle)) <= item) {
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
                : Observations.between(row(piece.before(), false), row(piece.after(), false), piece.weight());
        Stretch stretch = record.stretches().get(lastAt(record.stretches(), Stretch::first, piece.first()));
        Map<String, Tensor> ranges = stretch.ranges() < 0 ? Map.of() : row(stretch.ranges(), true);
        return Specialiser.specialisation(stretch.precision(), fixed, ranges);
    }

    private Map<String, Tensor> row(int row, boolean ofRanges) {
        Map<String, Tensor> one = new HashMap<>();
        values.forEach((name, rows) -> {
            if (name.startsWith(Observations.RANGE) == ofRanges) {
                long[] shape = Arrays.copyOfRange(rows.shape(), 1, rows.shape().length);
                int size = rows.values().length / (int) rows.shape()[0];
                one.put(name, new Tensor(shape, Arrays.copyOfRange(rows.values(), row * size, (row + 1) * size)));
            }
        });
        return one;
    }

    /** Statistics or ranges, one below the other. */
    static Map<String, Tensor> rows(List<Map<String, Tensor>> samples) {
        Map<String, Tensor> rows = new HashMap<>();
        if (samples.isEmpty()) {
            return rows;
        }
        for (String name : samples.get(0).keySet()) {
            long[] shape = samples.get(0).get(name).shape();
            int size = samples.get(0).get(name).values().length;
            float[] all = new float[samples.size() * size];
            for (int i = 0; i < samples.size(); i++) {
                System.arraycopy(samples.get(i).get(name).values(), 0, all, i * size, size);
            }
            long[] stacked = LongStream.concat(LongStream.of(samples.size()), LongStream.of(shape))
                    .toArray();
            rows.put(name, new Tensor(stacked, all));
        }
        return rows;
    }

    /** For a report; empty where nothing was to be settled. */
    String describe() {
        if (record.stretches().get(0).reason().isEmpty()) {
            return "";
        }
        int shots = record.shots().size();
        String statistics = shots == 0 ? "" : ", statistics of " + (shots == 1 ? "one shot" : shots + " shots");
        return Stream.of(Precision.values())
                        .map(this::describe)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(", "))
                + statistics;
    }

    private String describe(Precision precision) {
        List<Stretch> alike = record.stretches().stream()
                .filter(stretch -> stretch.precision() == precision)
                .toList();
        int all = record.stretches().size();
        return alike.stream()
                .min(Comparator.comparingDouble(Stretch::psnr))
                .map(worst -> precision.name().toLowerCase(Locale.ROOT)
                        + (alike.size() == all ? "" : " in " + alike.size() + " of " + all + " parts")
                        + " (" + worst.reason() + ")")
                .orElse("");
    }
}
