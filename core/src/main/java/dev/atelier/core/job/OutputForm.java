package dev.atelier.core.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoEncoder;

/** What the result is written as. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OutputForm.Video.class, name = "video"),
    @JsonSubTypes.Type(value = OutputForm.Images.class, name = "images"),
    @JsonSubTypes.Type(value = OutputForm.Records.class, name = "records")
})
public sealed interface OutputForm {
    /**
     * One video.
     *
     * @param quality 0 (smallest file) to 100 (best picture)
     * @param encoder what encodes it
     * @param rate frames a second, for frames whose times nothing tells; null otherwise
     */
    record Video(Container container, VideoCodec codec, int quality, VideoEncoder encoder, Rational rate)
            implements OutputForm {
        /** Encoded by software, of frames whose times are known. */
        public Video(Container container, VideoCodec codec, int quality) {
            this(container, codec, quality, VideoEncoder.SOFTWARE, null);
        }
    }

    /**
     * An image for each item.
     *
     * @param format null for that of each item, or PNG where Atelier does not write that one
     * @param quality 0 (smallest file) to 100 (best picture)
     */
    record Images(ImageFormat format, int quality) implements OutputForm {}

    /** A line for each item, in one file. */
    record Records(Format format) implements OutputForm {
        /** How a record is written. */
        public enum Format {
            JSONL,
            CSV
        }
    }
}
