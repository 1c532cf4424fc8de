package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.Outcome.Product;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.media.VideoIo.JoinReport;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The fourth stage: makes sure that every item is accounted for, makes the result out of what the batches wrote, and
 * puts it in place. Doing it twice does no harm.
 */
final class AssembleStage {
    /** Fetched at a time, each in a few blocks. */
    private static final int SEGMENTS_AT_ONCE = 3;

    private final VideoIo videoIo;
    private final BatchItems items;
    private final Location output;

    AssembleStage(VideoIo videoIo, BatchItems items, Location output) {
        this.videoIo = videoIo;
        this.items = items;
        this.output = output;
    }

    /**
     * What became of the job.
     *
     * @param digest SHA-256 of the result; for a folder, of its names and their digests
     * @param itemsOut items in the result
     */
    record Assembled(String digest, int itemsOut, List<Outcome.FailedItem> failed, JoinReport streams) {}

    /** @param tally of all outcomes, so that nothing is published before all is accounted for */
    Assembled assemble(Manifest manifest, Tally tally, JobRepository repository) throws InterruptedException {
        tally.checkAllAccountedFor();
        JobId job = items.layout().id();
        OutputForm form = items.spec().output().form();
        if (form instanceof OutputForm.Video video) {
            List<Product> products = new ArrayList<>();
            repository.forEachOutcome(job, outcome -> products.addAll(outcome.products()));
            return join(video, products, tally.failed());
        }
        if (form instanceof OutputForm.Images images) {
            try (var publication = new ImagePublication(items, output, images)) {
                repository.forEachOutcome(job, publication::add);
                String digest = publication.finish();
                return new Assembled(digest, publication.published(), tally.failed(), companions());
            }
        }
        return publishRecords((OutputForm.Records) form, manifest, repository.outcomes(job), tally.failed());
    }

    /** Puts beside images that are frames of a video what is needed to make the video of them again. */
    private JoinReport companions() throws InterruptedException {
        var companions = new FrameCompanions(items, output, publication());
        if (items.spec().input().kind() == JobSpec.Kind.VIDEO) {
            return companions.publish();
        }
        if (items.spec().input().kind() == JobSpec.Kind.FOLDER) {
            companions.carry();
        }
        return null;
    }

    /** The file that has the other streams of a video. */
    private URI streams(List<VideoIo.Segment> segments) {
        if (items.source() instanceof Source.Stitch stitch) {
            Location folder = items.input();
            return stitch.beside().isEmpty()
                    ? segments.get(0).file().toUri()
                    : items.video()
                            .other(new Location(folder.store(), folder.child(stitch.beside())))
                            .address();
        }
        return items.video().address();
    }

    private Assembled join(OutputForm.Video form, List<Product> products, List<Outcome.FailedItem> failed)
            throws InterruptedException {
        Source.Frames frames = items.source().video().orElseThrow();
        Path result = items.scratch().resolve("result." + form.container().extension());
        try {
            Files.deleteIfExists(result);
            List<Product> inOrder = products.stream()
                    .sorted(Comparator.comparingInt(p -> p.items().first()))
                    .toList();
            List<VideoIo.Segment> segments = new InParallel(SEGMENTS_AT_ONCE)
                    .map(inOrder, product -> new VideoIo.Segment(localFile(product), product.items()));
            JoinReport streams = videoIo.join(streams(segments), frames.info(), segments, form.container(), result);
            String digest = publication().put(output.name(), Content.of(result));
            Files.delete(result);
            return new Assembled(digest, frames.count(), failed, streams);
        } catch (IOException e) {
            throw new InfrastructureException("the result cannot be written to " + result + ": " + e.getMessage(), e);
        }
    }

    /** The segment in its store, as this process has kept it, or fetched. */
    private Path localFile(Product product) {
        Path copy = items.scratch().resolve(ObjectName.base(product.name()));
        try {
            Optional<Path> file = items.data().localFile(product.name());
            if (file.isPresent() || (Files.exists(copy) && Files.size(copy) == product.bytes())) {
                return file.orElse(copy);
            }
            Files.deleteIfExists(copy);
            try (InputStream in = items.data().read(product.name())) {
                Files.copy(in, copy);
            }
            return copy;
        } catch (IOException e) {
            throw new InfrastructureException(
                    "the segment " + items.data().address(product.name()) + " cannot be copied to " + copy + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private Assembled publishRecords(
            OutputForm.Records form, Manifest manifest, Iterable<Outcome> outcomes, List<Outcome.FailedItem> failed) {
        Content header = Content.of(RecordFormat.of(form.format()).header());
        Iterable<Content> parts = () -> Stream.concat(
                        Stream.of(header),
                        StreamSupport.stream(outcomes.spliterator(), false)
                                .flatMap(outcome -> outcome.products().stream())
                                .map(product -> () -> items.data().read(product.name())))
                .iterator();
        String digest = publication().put(output.name(), Content.concatenation(parts));
        return new Assembled(digest, manifest.items(), failed, null);
    }

    private Publication publication() {
        return new Publication(output.store(), items.spec().output().overwrite());
    }
}
