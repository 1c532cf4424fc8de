package dev.atelier.core.pipeline;

import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectStore;
import java.nio.file.Path;

/**
 * Opens where a job's items come from and where what becomes of them goes.
 *
 * @param images the images of the source; null where it is a video
 */
record BatchItems(
        VideoIo videoIo,
        ImageIo imageIo,
        ObjectStore data,
        Path scratch,
        JobLayout layout,
        JobSpec spec,
        Source source,
        ImagePages images,
        Location input,
        SourceFile video) {

    /** The items of a folder whose listing has come to its end. */
    BatchItems of(Source.Images listed) {
        return new BatchItems(videoIo, imageIo, data, scratch, layout, spec, listed, images, input, video);
    }

    ItemSource source(FrameRange range) {
        if (source instanceof Source.Frames frames) {
            return new VideoItems(videoIo, video.address(), frames, range);
        }
        Source.Stitch expected = source instanceof Source.Stitch stitch ? stitch : null;
        return new ImageItems(
                imageIo, folder(spec, input), images, spec.options().size(), expected, range);
    }

    ItemSink sink(Batch batch, Attempt attempt) {
        OutputForm form = spec.output().form();
        if (form instanceof OutputForm.Video video) {
            Source.Frames frames = source.video().orElseThrow();
            return new SegmentSink(videoIo, data, layout, scratch, frames, video, spec.options(), batch, attempt);
        }
        if (form instanceof OutputForm.Images images) {
            return new ImageSink(imageIo, data, layout, images, attempt);
        }
        return new RecordSink(data, layout, (OutputForm.Records) form, batch, attempt);
    }

    /** The folder that the items' names are relative to. */
    static Location folder(JobSpec spec, Location input) {
        if (spec.input().kind() == JobSpec.Kind.FOLDER) {
            return input;
        }
        int slash = input.name().lastIndexOf('/');
        return new Location(input.store(), slash < 0 ? "" : input.name().substring(0, slash));
    }
}
