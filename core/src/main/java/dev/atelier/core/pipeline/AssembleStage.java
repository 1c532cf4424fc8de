package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.Outcome.Product;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.media.VideoIo.JoinReport;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fourth stage: makes sure that every item is accounted for, makes the result out of what the batches wrote, and
 * puts it in place. Doing it twice does no harm.
 */
final class AssembleStage {
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
     * @param digest SHA-256 of the result; for a folder, of its names and sizes
     * @param itemsOut items in the result
     */
    record Assembled(String digest, int itemsOut, List<Outcome.FailedItem> failed, JoinReport streams) {}

    Assembled assemble(Manifest manifest, List<Outcome> outcomes) throws InterruptedException {
        List<Product> products = outcomes.stream()
                .flatMap(outcome -> outcome.products().stream())
                .toList();
        List<Outcome.FailedItem> failed =
                outcomes.stream().flatMap(outcome -> outcome.failed().stream()).toList();
        checkAllAccountedFor(manifest, outcomes, products, failed);
        OutputForm form = items.spec().output().form();
        if (form instanceof OutputForm.Video video) {
            return join(video, products, failed);
        }
        if (form instanceof OutputForm.Images images) {
            return publishImages(images, products, failed);
        }
        return publishRecords((OutputForm.Records) form, manifest, products, failed);
    }

    private static void checkAllAccountedFor(
            Manifest manifest, List<Outcome> outcomes, List<Product> products, List<Outcome.FailedItem> failed) {
        Map<Integer, Outcome> byBatch =
                outcomes.stream().collect(Collectors.toMap(Outcome::batch, Function.identity()));
        List<Integer> missing = manifest.batches().stream()
                .map(Batch::number)
                .filter(number -> !byBatch.containsKey(number))
                .toList();
        BitSet accounted = new BitSet(manifest.items());
        failed.forEach(item -> accounted.set(item.index()));
        products.forEach(product ->
                accounted.set(product.items().first(), product.items().end()));
        int first = accounted.nextClearBit(0);
        if (!missing.isEmpty() || first < manifest.items()) {
            throw new JobFailedException("the result cannot be put together: "
                    + (manifest.items() - accounted.cardinality()) + " items are neither scored nor failed, item "
                    + first + " the first; run the job again");
        }
    }

    private Assembled join(OutputForm.Video form, List<Product> products, List<Outcome.FailedItem> failed)
            throws InterruptedException {
        var frames = (Source.Frames) items.source();
        Path result = items.scratch().resolve("result." + form.container().extension());
        try {
            Files.deleteIfExists(result);
            List<VideoIo.Segment> segments = new ArrayList<>();
            List<Product> inOrder = products.stream()
                    .sorted(Comparator.comparingInt(p -> p.items().first()))
                    .toList();
            for (Product product : inOrder) {
                segments.add(new VideoIo.Segment(localFile(product), product.items()));
            }
            JoinReport streams =
                    videoIo.join(items.video().address(), frames.info(), segments, form.container(), result);
            String digest = publish(output.name(), Content.of(result));
            Files.delete(result);
            return new Assembled(digest, frames.count(), failed, streams);
        } catch (IOException e) {
            throw new InfrastructureException("the result cannot be written to " + result + ": " + e.getMessage(), e);
        }
    }

    private Path localFile(Product product) throws IOException {
        Optional<Path> file = items.data().localFile(product.name());
        if (file.isPresent()) {
            return file.get();
        }
        Path copy =
                items.scratch().resolve(product.name().substring(product.name().lastIndexOf('/') + 1));
        Files.deleteIfExists(copy);
        try (InputStream in = items.data().read(product.name())) {
            Files.copy(in, copy);
        }
        return copy;
    }

    private Assembled publishImages(OutputForm.Images form, List<Product> products, List<Outcome.FailedItem> failed)
            throws InterruptedException {
        List<Source.Image> images = ((Source.Images) items.source()).images();
        Map<String, Long> published = new TreeMap<>();
        try (InFlight<String> publishing = new InFlight<>()) {
            for (Product product : products) {
                String item = images.get(product.items().first()).name();
                boolean folder = items.spec().input().kind() == JobSpec.Kind.FOLDER;
                String name = folder ? output.child(ImageSink.fileName(form, item)) : output.name();
                if (publishing.size() == InFlight.MOST) {
                    publishing.take();
                }
                publishing.begin(() -> publish(name, once(product)));
                published.put(name, product.bytes());
            }
            while (publishing.size() > 0) {
                publishing.take();
            }
        }
        return new Assembled(listingDigest(published), products.size(), failed, null);
    }

    /** An image is read from its store once, to be digested and written. */
    private Content once(Product product) throws IOException {
        if (items.data().localFile(product.name()).isPresent()) {
            return () -> items.data().read(product.name());
        }
        try (InputStream in = items.data().read(product.name())) {
            return Content.of(in.readAllBytes());
        }
    }

    private static String listingDigest(Map<String, Long> sizes) {
        StringBuilder listing = new StringBuilder();
        sizes.forEach(
                (name, size) -> listing.append(name).append('\0').append(size).append('\n'));
        return Digest.of(listing.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Assembled publishRecords(
            OutputForm.Records form, Manifest manifest, List<Product> products, List<Outcome.FailedItem> failed) {
        List<Content> parts = new ArrayList<>();
        parts.add(Content.of(RecordFormat.of(form.format()).header()));
        products.stream()
                .sorted(Comparator.comparingInt(p -> p.items().first()))
                .forEach(product -> parts.add(() -> items.data().read(product.name())));
        String digest = publish(output.name(), Content.concatenation(parts));
        return new Assembled(digest, manifest.items(), failed, null);
    }

    /** Puts an object in place; one that is there already is fine if it is the same. */
    private String publish(String name, Content content) {
        WriteCondition condition = items.spec().output().overwrite() ? WriteCondition.ALWAYS : WriteCondition.IF_ABSENT;
        try {
            String digest = Digest.of(content);
            boolean same = output.store().capabilities().contains(Capability.READ)
                    && output.store().stat(name).isPresent()
                    && Digest.of(() -> output.store().read(name)).equals(digest);
            if (!same && output.store().put(name, content, condition).isEmpty()) {
                throw new InvalidRequestException(output.store().address(name)
                        + " exists and is something else; name another output with -o, or allow it with --overwrite");
            }
            return digest;
        } catch (IOException e) {
            throw new InfrastructureException(
                    "writing " + output.store().address(name) + " failed: " + e.getMessage(), e);
        }
    }
}
