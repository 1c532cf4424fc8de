package dev.atelier.core.pipeline;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.atelier.core.media.VideoInfo;
import java.util.List;

/** The items of a job, as preparing found them. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.Frames.class, name = "frames"),
    @JsonSubTypes.Type(value = Source.Images.class, name = "images")
})
sealed interface Source {
    int count();

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
    }

    /**
     * Images of a folder, or a single one.
     *
     * @param skipped names of files that are no images
     */
    record Images(List<Image> images, List<String> skipped) implements Source {
        public Images {
            images = List.copyOf(images);
            skipped = List.copyOf(skipped);
        }

        @Override
        public int count() {
            return images.size();
        }
    }

    /**
     * An image.
     *
     * @param name relative to the folder
     */
    record Image(String name, long size, String etag) {}
}
