package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.video.BareParts;
import dev.atelier.video.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The parts of a video's job. Scoring and encoding go to and fro over a few frames that are kept in memory. */
final class BareVideo implements BareBench {
    private static final long MOST_BYTES_KEPT = 64L << 20;
    private static final int MOST_FRAMES_KEPT = 32;

    private final Wiring wiring;
    private final JobSpec spec;
    private final BareParts parts;
    private final URI excerpt;
    private final VideoInfo info;
    private final FrameSize size;
    private List<Picture> frames = List.of();
    private List<Picture> painted = List.of();

    private BareVideo(Wiring wiring, JobSpec spec, BareParts parts, URI excerpt) throws InterruptedException {
        this.wiring = wiring;
        this.spec = spec;
        this.parts = parts;
        this.excerpt = excerpt;
        this.info = wiring.ports().videoIo().probe(excerpt);
        this.size = spec.options().size().of(info.width(), info.height());
    }

    /** Copies about so many frames of the input to a file and measures that. */
    static BareVideo excerpt(Wiring wiring, JobSpec spec, int frames, Path file) throws InterruptedException {
        if (!(spec.output().form() instanceof OutputForm.Video)) {
            throw new InvalidRequestException(
                    "model " + spec.model().name() + " makes no video; measure it on a folder of images");
        }
        URI source = Path.of(spec.input().address()).toUri();
        VideoInfo whole = wiring.ports().videoIo().probe(source);
        double seconds = frames >= whole.frames().count()
                ? whole.frames().duration() + 1
                : whole.frames().seconds(frames) - whole.frames().seconds(0);
        var parts = new BareParts(wiring.ffmpeg(), Limits.DEFAULT);
        parts.excerpt(source, seconds, file);
        return new BareVideo(wiring, spec, parts, file.toUri());
    }

    @Override
    public int items() {
        return info.frames().count();
    }

    @Override
    public Measurement decode() throws Exception {
        FrameRange all = new FrameRange(0, items());
        Measurement decoded = measurement(
                parts.decode(excerpt, info, all, size.width(), size.height(), info.pictureFormat(), wiring.cores()));
        long bytes = info.pictureFormat().bytes(size.width(), size.height());
        int kept = (int) Math.max(2, Math.min(Math.min(MOST_FRAMES_KEPT, items()), MOST_BYTES_KEPT / bytes));
        frames = read(new FrameRange(0, Math.min(kept, items())));
        return decoded;
    }

    private List<Picture> read(FrameRange range) throws InterruptedException {
        VideoIo videoIo = wiring.ports().videoIo();
        List<Picture> read = new ArrayList<>();
        try (FrameReader reader =
                videoIo.read(excerpt, info, range, size.width(), size.height(), info.pictureFormat())) {
            for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                read.add(frame);
            }
        }
        return read;
    }

    @Override
    public Measurement first() throws Exception {
        return BenchScorer.first(wiring, spec, frames.get(0));
    }

    @Override
    public Measurement score() throws Exception {
        try (Scorer scorer = BenchScorer.open(wiring, spec, frames)) {
            Picture[] kept = new Picture[frames.size()];
            new ParallelItems(wiring.cores(), frames.size()).forEach(i -> kept[i] = painted(scorer, frames.get(i)));
            painted = List.of(kept);
            return Measurement.of(items(), () -> new ParallelItems(wiring.cores(), items())
                    .forEach(i -> painted(scorer, frames.get(i % frames.size()))));
        }
    }

    private static Picture painted(Scorer scorer, Picture frame) {
        return ((Score.Image) scorer.score(List.of(frame)).get(0)).picture();
    }

    @Override
    public Measurement encode() throws Exception {
        var form = (OutputForm.Video) spec.output().form();
        var settings = EncodeSettings.like(info, form.codec(), form.quality(), form.encoder());
        List<Picture> back = new ArrayList<>(painted);
        Collections.reverse(back);
        List<Picture> toAndFro = new ArrayList<>(painted);
        toAndFro.addAll(back);
        Path folder = Path.of(excerpt).getParent();
        return measurement(parts.encode(toAndFro, items(), settings, folder, wiring.cores()));
    }

    private static Measurement measurement(BareParts.Cost cost) {
        return Measurement.of(cost.frames(), cost.seconds(), cost.cpuSeconds());
    }
}
