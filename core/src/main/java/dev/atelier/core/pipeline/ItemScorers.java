package dev.atelier.core.pipeline;

import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Specialisation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens the scorer of each item: one for each piece of the job, as long as a batch is in that piece. Safe for use by many
 * threads.
 */
final class ItemScorers implements AutoCloseable {
    /** A piece that nobody is in is kept open a while: the next batch often begins where another ended. */
    private static final int IDLE_KEPT = 1;

    private final ModelRuntime models;
    private final String model;
    private final ScorerOptions options;
    private final Specialised specialised;
    private final Map<Integer, Opened> opened = new HashMap<>();
    private final Deque<Integer> idle = new ArrayDeque<>();

    ItemScorers(ModelRuntime models, String model, ScorerOptions options, Specialised specialised) {
        this.models = models;
        this.model = model;
        this.options = options;
        this.specialised = specialised;
    }

    private static final class Opened {
        private final Scorer scorer;
        private int users;

        private Opened(Scorer scorer) {
            this.scorer = scorer;
        }
    }

    /** A scorer in use: of all items from the one it was asked for to the end of its piece. */
    final class Use implements AutoCloseable {
        private final int piece;
        private final Scorer scorer;
        private boolean closed;

        private Use(int piece, Scorer scorer) {
            this.piece = piece;
            this.scorer = scorer;
        }

        Scorer scorer() {
            return scorer;
        }

        /** The first item that has another scorer. */
        int end() {
            return specialised.end(piece);
        }

        /** May be called more than once. */
        @Override
        public void close() {
            release(this);
        }
    }

    synchronized Use of(int item) {
        int piece = specialised.piece(item);
        Opened found = opened.get(piece);
        if (found == null) {
            Specialisation specialisation = specialised.specialisation(piece);
            found = new Opened(models.open(model, options.with(specialisation)));
            opened.put(piece, found);
        }
        idle.remove(piece);
        found.users++;
        return new Use(piece, found.scorer);
    }

    private synchronized void release(Use use) {
        if (use.closed) {
            return;
        }
        use.closed = true;
        Opened of = opened.get(use.piece);
        if (of != null && --of.users == 0) {
            idle.addLast(use.piece);
            while (idle.size() > IDLE_KEPT) {
                opened.remove(idle.removeFirst()).scorer.close();
            }
        }
    }

    @Override
    public synchronized void close() {
        opened.values().forEach(each -> each.scorer.close());
        opened.clear();
        idle.clear();
    }
}
