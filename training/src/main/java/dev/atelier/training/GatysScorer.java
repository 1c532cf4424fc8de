package dev.atelier.training;

import dev.atelier.core.media.Picture;
import dev.atelier.core.motion.Grey;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link GatysTransfer} as a scorer: each picture is optimised at its own size and in its own format. The first of a call
 * is begun with itself; each other one with what was painted of the one before, so that a video is steadier, unless there
 * is a cut between them. Pictures are painted one at a time, on all cores, whoever asks.
 */
@SuppressWarnings("try") // scopes work by being open
public final class GatysScorer implements Scorer {
    /** Frames that are painted from each other. */
    static final int CHAIN = 8;

    /** Smaller pictures are enlarged for painting: nothing of them would be left after the last pooling. */
    private static final long SMALLEST = 16;

    private static final int COMPARED_WIDTH = 64;
    /** A greater mean difference of brightness, 0..1, is taken for a cut. */
    private static final double CUT = 0.12;

    private final GatysTransfer transfer;
    private final double strength;
    private boolean closed;

    /** @param transfer closed with the scorer */
    public GatysScorer(GatysTransfer transfer) {
        this(transfer, 1);
    }

    /** @param strength how much of a painted picture is kept over the item itself, 0 to 1 */
    GatysScorer(GatysTransfer transfer, double strength) {
        this.transfer = transfer;
        this.strength = strength;
    }

    @Override
    public int itemsPerCall() {
        return CHAIN;
    }

    @Override
    public boolean isSequential() {
        return true;
    }

    @Override
    public synchronized List<Score> score(List<Picture> items) {
        if (items.isEmpty() || items.size() > CHAIN) {
            throw new IllegalArgumentException("1 to " + CHAIN + " items a call, not " + items.size());
        }
        if (closed) {
            throw new IllegalStateException("the scorer is closed");
        }
        List<Score> scores = new ArrayList<>();
        Picture before = null;
        float[] painted = null;
        for (Picture item : items) {
            try (PointerScope scope = new PointerScope()) {
                Tensor content = Pictures.tensor(item);
                long height = Math.max(SMALLEST, item.height());
                long width = Math.max(SMALLEST, item.width());
                Tensor large = Ops.resize(content, height, width);
                Tensor start = isNext(before, item) ? Ops.tensor(painted, 1, 3, height, width) : large;
                Tensor result = transfer.paint(large, start);
                painted = Ops.values(result);
                Tensor mixed = Ops.resize(result, item.height(), item.width())
                        .mul(Ops.scalar(strength))
                        .add(content.mul(Ops.scalar(1 - strength)));
                scores.add(new Score.Image(Pictures.picture(mixed, item)));
                result.close();
            }
            before = item;
        }
        return scores;
    }

    private static boolean isNext(Picture before, Picture item) {
        if (before == null) {
            return false;
        }
        int factor = Math.max(1, item.width() / COMPARED_WIDTH);
        return Grey.of(before, factor).difference(Grey.of(item, factor)) < CUT;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            transfer.close();
        }
    }
}
