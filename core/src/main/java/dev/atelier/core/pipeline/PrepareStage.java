package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.VideoHandling;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.scoring.SafeTensors;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.Stores;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The first stage: finds out what the items are, and turns the style picture into the model's constants. Both are
 * stored with the job and read from there when it is resumed.
 */
final class PrepareStage {
    private final JobRepository repository;
    private final Stores stores;
    private final VideoIo videoIo;
    private final ImageIo imageIo;
    private final ModelRuntime models;
    private final SourceFile video;
    private final long token;
    private ImageListing listing;

    /** @param token fencing token of the driver */
    PrepareStage(
            JobRepository repository,
            Stores stores,
            VideoIo videoIo,
            ImageIo imageIo,
            ModelRuntime models,
            SourceFile video,
            long token) {
        this.repository = repository;
        this.stores = stores;
        this.videoIo = videoIo;
        this.imageIo = imageIo;
        this.models = models;
        this.video = video;
        this.token = token;
    }

    /**
     * What preparing gives.
     *
     * @param listing that is to go on, where the source is a large folder that no run has listed yet
     */
    record Prepared(Source source, Map<String, Tensor> constants, Optional<ImageListing> listing) {}

    /** @throws InvalidRequestException with the problems of the input and of the style picture together */
    Prepared prepare(JobSpec spec, JobLayout layout) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        ExecutorService beside = Executors.newSingleThreadExecutor();
        try {
            Map<String, Tensor> stored = stored(spec, layout);
            // a video is probed by a process, so the style can be prepared meanwhile
            Future<Map<String, Tensor>> style =
                    beside.submit(() -> spec.style() == null || !stored.isEmpty() ? stored : constants(spec));
            Source source = null;
            try {
                source = source(spec, layout);
            } catch (InvalidRequestException e) {
                problems.addAll(e.problems());
            }
            Map<String, Tensor> constants = result(style, problems);
            if (!problems.isEmpty()) {
                throw new InvalidRequestException(problems);
            }
            if (stored.isEmpty() && !constants.isEmpty()) {
                constants = settled(spec, layout, source, constants);
            }
            return new Prepared(source, constants, Optional.ofNullable(listing));
        } finally {
            beside.shutdownNow();
        }
    }

    private static Map<String, Tensor> result(Future<Map<String, Tensor>> style, List<String> problems)
            throws InterruptedException {
        try {
            return style.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidRequestException invalid) {
                problems.addAll(invalid.problems());
                return Map.of();
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private Source source(JobSpec spec, JobLayout layout) throws InterruptedException {
        Optional<Source> stored = repository.read(layout.source(), Source.class);
        if (stored.isPresent()) {
            return stored.get();
        }
        Source source = findItems(spec, layout);
        repository.create(layout.source(), source);
        return source;
    }

    private Source findItems(JobSpec spec, JobLayout layout) throws InterruptedException {
        Location input = stores.locate(spec.input().address());
        return switch (spec.input().kind()) {
            case VIDEO ->
                frames(
                        spec,
                        videoIo.probe(
                                video.address(), spec.options().video().salvage(), spec.options().video().stream()));
            case IMAGE -> ImageListing.ofImage(repository.store(), layout, token, input);
            case FOLDER ->
                spec.output().form() instanceof OutputForm.Video form
                        ? new FrameListing(repository.store(), layout, token, videoIo, imageIo, input, video, form)
                                .list()
                        : images(new ImageListing(repository.store(), layout, token, input));
        };
    }

    private Source.Images images(ImageListing begun) {
        Source.Images images = begun.next();
        listing = images.growing() ? begun : null;
        return images;
    }

    private static Source frames(JobSpec spec, VideoInfo probed) {
        VideoHandling handling = spec.options().video();
        if (probed.traits().interlaced() && handling.interlaced() == VideoHandling.Interlaced.REFUSE) {
            throw new InvalidRequestException(spec.input().address()
                    + " is interlaced, and --interlaced refuse was asked for; --interlaced deinterlace makes whole"
                    + " frames of it");
        }
        VideoInfo info = handling.hdr() == VideoHandling.Hdr.TONEMAP ? probed.toneMapped() : probed;
        FrameSize size = spec.options().size().of(info.width(), info.height());
        return new Source.Frames(info, size.width(), size.height());
    }

    /** The constants as an earlier run settled them; none if there was none. */
    private Map<String, Tensor> stored(JobSpec spec, JobLayout layout) {
        try {
            Optional<byte[]> stored = spec.style() == null ? Optional.empty() : repository.readBytes(layout.style());
            return stored.isPresent() ? SafeTensors.read(stored.get()) : Map.of();
        } catch (IOException e) {
            throw new InvalidRequestException("the job's style cannot be read; remove the job to start over", e);
        }
    }

    private Map<String, Tensor> constants(JobSpec spec) {
        String address = spec.style().address();
        try {
            return models.prepareStyle(spec.model().name(), stylePicture(address));
        } catch (IOException e) {
            throw new InvalidRequestException(address + ": the style cannot be read; try again", e);
        }
    }

    private Map<String, Tensor> settled(JobSpec spec, JobLayout layout, Source source, Map<String, Tensor> style)
            throws InterruptedException {
        Map<String, Tensor> constants = source instanceof Source.Frames frames
                ? new StyleFitting(models, videoIo, spec).fitted(style, frames, video.address())
                : style;
        try {
            Content content = Content.of(SafeTensors.write(constants));
            repository.store().put(layout.style(), content, WriteCondition.IF_ABSENT);
            return constants;
        } catch (IOException e) {
            throw new InvalidRequestException("the job's style cannot be kept; remove the job to start over", e);
        }
    }

    private Picture stylePicture(String address) throws IOException {
        Location location = stores.locate(address);
        try (InputStream in = location.store().read(location.name())) {
            return imageIo.decode(address, in.readAllBytes());
        } catch (NoSuchObjectException e) {
            throw missing(address);
        } catch (PoisonItemException e) {
            throw new InvalidRequestException("the style is no picture: " + e.getMessage(), e);
        }
    }

    static InvalidRequestException missing(String address) {
        return new InvalidRequestException("there is no file " + address + "; check its name");
    }
}
