package dev.atelier.core.pipeline;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.job.StageTimes;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Decodes, scores and encodes a few items. An item that fails does not take its neighbours along: what a scorer refuses
 * together is scored one by one.
 *
 * @param crashing numbers of items that are neither decoded nor scored
 * @param keepsPictures whether what comes out has the items' own pictures with it
 */
record ItemScoring(Scorer scorer, ItemSink sink, Set<Integer> crashing, boolean keepsPictures) {
    private static final String CRASHED = "the process that scores it crashes, each time, at this item";

    List<ScoredItem> score(List<Item> items) {
        List<Candidate> candidates = new ArrayList<>();
        for (Item item : items) {
            candidates.add(decode(item));
        }
        List<ScoredItem> scored = new ArrayList<>();
        for (int i = 0; i < candidates.size(); ) {
            int end = i + 1;
            while (end < candidates.size() && candidates.get(end).isLike(candidates.get(i))) {
                end++;
            }
            scored.addAll(scoreAlike(candidates.subList(i, end)));
            i = end;
        }
        return scored;
    }

    private record Candidate(Item item, Picture picture, String failure, long decodeNanos) {
        boolean isLike(Candidate other) {
            return picture != null
                    && other.picture != null
                    && picture.width() == other.picture.width()
                    && picture.height() == other.picture.height()
                    && picture.format() == other.picture.format();
        }
    }

    private Candidate decode(Item item) {
        if (crashing.contains(item.index())) {
            return new Candidate(item, null, CRASHED, 0);
        }
        long start = System.nanoTime();
        Picture picture = null;
        String failure = null;
        try {
            picture = item.decoding().picture();
        } catch (PoisonItemException e) {
            failure = e.getMessage();
        }
        long nanos = System.nanoTime() - start + item.decoding().nanosBefore();
        return new Candidate(item, picture, failure, nanos);
    }

    private List<ScoredItem> scoreAlike(List<Candidate> alike) {
        if (alike.get(0).failure != null) {
            return List.of(failed(alike.get(0), alike.get(0).failure, 0));
        }
        long start = System.nanoTime();
        List<Score> scores;
        try {
            scores = scorer.score(alike.stream().map(Candidate::picture).toList());
        } catch (PoisonItemException e) {
            if (alike.size() == 1) {
                return List.of(failed(alike.get(0), e.getMessage(), System.nanoTime() - start));
            }
            return alike.stream()
                    .flatMap(one -> scoreAlike(List.of(one)).stream())
                    .toList();
        }
        long nanos = (System.nanoTime() - start) / alike.size();
        List<ScoredItem> scored = new ArrayList<>();
        for (int i = 0; i < alike.size(); i++) {
            scored.add(encode(alike.get(i), scores.get(i), nanos));
        }
        return scored;
    }

    private ScoredItem encode(Candidate candidate, Score score, long scoreNanos) {
        Item item = candidate.item;
        var times = new StageTimes(item.readNanos(), candidate.decodeNanos, scoreNanos, 0, 0);
        // the source's picture is of no more use: large frames that wait to be written should not weigh twice
        var plain = new ScoredItem(item, null, score, null, null, times);
        long start = System.nanoTime();
        byte[] encoded = sink.encode(plain);
        times = times.plus(new StageTimes(0, 0, 0, System.nanoTime() - start, 0));
        return new ScoredItem(item, keepsPictures ? candidate.picture : null, score, null, encoded, times);
    }

    private static ScoredItem failed(Candidate candidate, String reason, long scoreNanos) {
        var times = new StageTimes(candidate.item.readNanos(), candidate.decodeNanos, scoreNanos, 0, 0);
        return new ScoredItem(candidate.item, candidate.picture, null, reason, null, times);
    }
}
