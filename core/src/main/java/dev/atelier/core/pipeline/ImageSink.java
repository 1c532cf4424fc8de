package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteBehind;
import dev.atelier.core.store.WriteCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes each item as an image, several while others are still being scored: a disk, too, is waited for less by many. */
final class ImageSink implements ItemSink {
    private static final int BEHIND = 16;
    private static final long BYTES_BEHIND = 32L << 20;

    private final ImageIo imageIo;
    private final ObjectStore data;
    private final JobLayout layout;
    private final OutputForm.Images form;
    private final Attempt attempt;
    private final WriteBehind writes = new WriteBehind(BEHIND, BYTES_BEHIND);
    private final List<Outcome.Product> products = new ArrayList<>();

    ImageSink(ImageIo imageIo, ObjectStore data, JobLayout layout, OutputForm.Images form, Attempt attempt) {
        this.imageIo = imageIo;
        this.data = data;
        this.layout = layout;
        this.form = form;
        this.attempt = attempt;
    }

    @Override
    public byte[] encode(ScoredItem item) {
        if (item.score() instanceof Score.Image image) {
            return imageIo.encode(image.picture(), format(form, item.item().name()), form.quality());
        }
        throw new InvalidRequestException(
                "this model gives no pictures, so no images can be written; write records: -o FILE.jsonl");
    }

    @Override
    public Written write(ScoredItem item) throws InterruptedException {
        if (!item.failed()) {
            String name = layout.image(fileName(form, item.item().name()), attempt);
            byte[] image = item.encoded();
            writes.write(image.length, () -> data.put(name, Content.of(image), WriteCondition.IF_ABSENT));
            FrameRange one = new FrameRange(item.item().index(), 1);
            products.add(new Outcome.Product(name, one, image.length, Digest.of(image)));
        }
        return Written.PLAINLY;
    }

    @Override
    public List<Outcome.Product> finish() throws InterruptedException {
        writes.finish();
        return products;
    }

    @Override
    public void close() {
        writes.close();
    }

    private static ImageFormat format(OutputForm.Images form, String item) {
        return Optional.ofNullable(form.format())
                .or(() -> ImageFormat.ofExtension(ObjectName.extension(item)))
                .orElse(ImageFormat.PNG);
    }

    /** An item's name in the result: its own where its extension fits, else with the right one added. */
    static String fileName(OutputForm.Images form, String item) {
        ImageFormat format = format(form, item);
        boolean fits = ImageFormat.ofExtension(ObjectName.extension(item)).equals(Optional.of(format));
        return fits ? item : item + "." + format.extension();
    }
}
