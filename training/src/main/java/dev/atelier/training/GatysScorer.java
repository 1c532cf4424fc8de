package dev.atelier.training;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** {@link GatysTransfer} as a scorer: each picture is optimised from itself, at its own size, in 8 bits a sample. */
@SuppressWarnings("try") // scopes work by being open
public final class GatysScorer implements Scorer {
    private final GatysTransfer transfer;

    /** @param transfer closed with the scorer */
    public GatysScorer(GatysTransfer transfer) {
        this.transfer = transfer;
    }

    @Override
    public int itemsPerCall() {
        return 1;
    }

    @Override
    public List<Score> score(List<Picture> items) {
        return items.stream().<Score>map(item -> new Score.Image(painted(item))).toList();
    }

    private Picture painted(Picture item) {
        try (PointerScope scope = new PointerScope()) {
            Tensor content = Pictures.tensor(item);
            return Pictures.picture(transfer.paint(content, content));
        }
    }

    @Override
    public void close() {
        transfer.close();
    }
}
