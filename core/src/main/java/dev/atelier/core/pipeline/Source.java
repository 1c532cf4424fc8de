package dev.atelier.core.pipeline;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoInfo;
import java.util.List;
import java.util.Optional;

/** The items of a job, as preparing found them. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.Frames.class, name = "frames"),
    @JsonSubTypes.Type(value = Source.Images.class, name = "images"),
    @JsonSubTypes.Type(value = Source.Stitch.class, name = "stitch")
})
sealed interface Source {
    int count();

    /** The video that the items are frames of. */
    default Optional<Frames> video() {
        return Optional.empty();
    }

    /** The images that the items are. */
    default Optional<Images> listed() {
        return Optional.empty();
    }

    /**
     * The frames of a video.
     *
     * @param width width to score at, in pixels
     * @param height height to score at, in pixels
     */
    record Frames(VideoInfo info, int width, int height) implements Source {
        @Override
        public int count() {
            return info.frames().count();
        }

        @Override
        public Optional<Frames> video() {
            return Optional.of(this);
        }
    }

    /**
     * Images of a folder, or a single one. Their names are in pages beside this: see {@link ImagePages}.
     *
     * @param token fencing token of the driver that wrote the pages
     * @param skipped how many files are no images
     * @param skippedNames names of the first of these
     * @param digest of the listing, other files included; empty for a single image
     * @param growing whether these are the first, and the folder is still being listed
     */
    record Images(int count, long token, int skipped, List<String> skippedNames, String digest, boolean growing)
            implements Source {
        public Images {
            skippedNames = List.copyOf(skippedNames);
        }

        @Override
        public Optional<Images> listed() {
            return Optional.of(this);
        }
    }

    /**
     * Images that a video is to be made of.
     *
     * @param images a frame each, in order
     * @param frames the video they are frames of; its other streams are as they lie beside the frames
     * @param format the format of each frame: the video's depth where that of its files tells nothing
     * @param beside name of the file beside the frames that holds the other streams; empty if there is none
     */
    record Stitch(Images images, Frames frames, PictureFormat format, String beside) implements Source {
        @Override
        public int count() {
            return images.count();
        }

        @Override
        public Optional<Frames> video() {
            return Optional.of(frames);
        }

        @Override
        public Optional<Images> listed() {
            return Optional.of(images);
        }
    }

    /**
     * An image.
     *
     * @param name relative to the folder
     */
    record Image(String name, long size, String etag) {}
}
