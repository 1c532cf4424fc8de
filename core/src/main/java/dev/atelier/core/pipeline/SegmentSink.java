package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Encodes the frames of a batch to its segments, each by an encoder of its own. */
final class SegmentSink implements ItemSink {
    private final VideoIo videoIo;
    private final ObjectStore data;
    private final JobLayout layout;
    private final Path scratch;
    private final Source.Frames source;
    private final OutputForm.Video form;
    private final OnFailedFrame onFailedFrame;
    private final boolean salvage;
    private final Attempt attempt;
    private final Iterator<FrameRange> segments;
    private final List<Outcome.Product> products = new ArrayList<>();

    private FrameRange segment;
    private Path file;
    private SegmentWriter writer;
    private Picture previous;

    SegmentSink(
            VideoIo videoIo,
            ObjectStore data,
            JobLayout layout,
            Path scratch,
            Source.Frames source,
            OutputForm.Video form,
            JobOptions options,
            Batch batch,
            Attempt attempt) {
        this.videoIo = videoIo;
        this.data = data;
        this.layout = layout;
        this.scratch = scratch;
        this.source = source;
        this.form = form;
        this.onFailedFrame = options.onFailedFrame();
        this.salvage = options.video().salvage();
        this.attempt = attempt;
        this.segments = batch.segments().iterator();
    }

    @Override
    public byte[] encode(ScoredItem item) {
        if (item.score() instanceof Score.Image) {
            return null;
        }
        throw new InvalidRequestException(
                "this model gives no pictures, so no video can be made of them; write records: -o FILE.jsonl");
    }

    @Override
    public Written write(ScoredItem item) throws InterruptedException {
        Outcome.Replacement replacement = Outcome.Replacement.NOTHING;
        Picture picture;
        if (item.score() instanceof Score.Image image) {
            picture = image.picture();
        } else {
            boolean takeSource = item.picture() != null && (onFailedFrame == OnFailedFrame.SOURCE || previous == null);
            picture = takeSource ? item.picture() : previous;
            if (picture == null && salvage) {
                // A segment whose beginning is lost begins black: what another one ends with is not known here.
                picture = Picture.blank(
                        source.width(), source.height(), source.info().pictureFormat());
            }
            replacement = takeSource ? Outcome.Replacement.SOURCE : Outcome.Replacement.PREVIOUS;
            if (onFailedFrame == OnFailedFrame.FAIL || picture == null) {
                throw new PoisonItemException(Outcome.FailedItem.describe(
                                item.item().name(), item.failure())
                        + (picture != null ? "; --on-failed-frame source or previous would go on without it" : ""));
            }
        }
        if (writer == null) {
            begin(item.item().index(), picture);
        }
        long start = System.nanoTime();
        writer.write(picture);
        boolean last = item.item().index() == segment.end() - 1;
        if (last) {
            writer.finish();
        }
        long encoding = System.nanoTime() - start;
        previous = picture;
        if (last) {
            store();
        }
        return new Written(replacement, encoding);
    }

    private void begin(int index, Picture first) {
        segment = segments.next();
        if (segment.first() != index) {
            throw new IllegalStateException("frame " + index + " does not begin segment " + segment);
        }
        file = scratch.resolve("segment-" + segment.first() + "-" + attempt + ".segment");
        var settings = EncodeSettings.like(source.info(), form.codec(), form.quality(), form.encoder());
        writer = videoIo.encode(
                file, source.info().frames(), segment, first.width(), first.height(), first.format(), settings);
    }

    private void store() {
        writer.close();
        writer = null;
        previous = null;
        String name = layout.segment(segment.first(), attempt);
        try {
            data.put(name, Content.of(file), WriteCondition.IF_ABSENT);
            products.add(new Outcome.Product(name, segment, Files.size(file)));
            if (data.localFile(name).isPresent()) {
                Files.delete(file);
            } else {
                // whoever assembles in this process need not fetch it
                Files.move(file, scratch.resolve(ObjectName.base(name)), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new InfrastructureException("segment " + file + " cannot be stored: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Outcome.Product> finish() {
        if (writer != null || segments.hasNext()) {
            throw new IllegalStateException("the batch ended inside a segment");
        }
        return products;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
