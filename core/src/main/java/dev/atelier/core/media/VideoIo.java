package dev.atelier.core.media;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads and writes video files. Sources are hostile: an implementation reads them in another process, with a protocol
 * whitelist, limits and time-outs. Safe for use by many threads at once.
 *
 * <p>A source is a {@code file:} or {@code https:} address. Every method throws {@link
 * dev.atelier.core.failure.InvalidRequestException} where the source is not a video that can be read, with a message
 * that names it and the reason, and {@link dev.atelier.core.failure.InfrastructureException} where the machine fails.
 */
public interface VideoIo {
    /**
     * Reads the headers and the packet table, without decoding.
     *
     * @throws dev.atelier.core.failure.InvalidRequestException if there is no video stream, the file is damaged as far
     *     as a reading of its packets can tell, or its size is absurd
     */
    default VideoInfo probe(URI source) throws InterruptedException {
        return probe(source, false, -1);
    }

    /**
     * Reads the headers and the packet table, without decoding.
     *
     * @param salvage whether damage is told in {@link VideoInfo#damage} instead of being an error, as long as there are
     *     frames
     * @param stream index of the video stream to score, of all streams of the file; -1 for the one that players show:
     *     the one that is marked as the default, else the largest, else the first
     */
    VideoInfo probe(URI source, boolean salvage, int stream) throws InterruptedException;

    /**
     * Decodes a range of frames, rotated as they are to be shown.
     *
     * @param width width of the frames to give, in pixels; scaled if it differs from the source's
     * @param height height of the frames to give, in pixels
     * @param format format of the frames to give
     */
    FrameReader read(URI source, VideoInfo info, FrameRange range, int width, int height, PictureFormat format)
            throws InterruptedException;

    /**
     * Decodes the keyframes of a range alone, as small pictures to look over: one for each frame of the range that is marked
     * as a keyframe, in order. Fine detail may differ from what {@link #read} gives. Where the source has other keyframes
     * than are marked, reading throws {@link dev.atelier.core.failure.PoisonItemException}.
     *
     * @param range begins with a keyframe
     * @param width width of the pictures, of 8 bits a sample, in pixels
     * @param height height of the pictures, in pixels
     */
    FrameReader keyframes(URI source, VideoInfo info, FrameRange range, int width, int height)
            throws InterruptedException;

    /**
     * Begins a segment: a file with one video stream, whose first frame is a keyframe.
     *
     * @param segment where the file goes; it must not exist
     * @param frames the table of the source; the segment's frames keep the distances it gives
     * @param range which of them the segment holds
     */
    SegmentWriter encode(
            Path segment,
            FrameTable frames,
            FrameRange range,
            int width,
            int height,
            PictureFormat format,
            EncodeSettings settings);

    /**
     * Joins segments without re-encoding, in their order, with the true timestamps of the source's frames, and copies
     * every other stream and all metadata of the source beside them.
     *
     * @param segments the segments of all ranges, in order
     * @param output where the file goes; it must not exist. Deleted again if this fails
     * @return what was copied, and what could not be carried and why
     */
    JoinReport join(URI source, VideoInfo info, List<Segment> segments, Container container, Path output)
            throws InterruptedException;

    /**
     * A file that {@link #encode} made.
     *
     * @param range the frames it holds
     */
    record Segment(Path file, FrameRange range) {}

    /**
     * What became of the source's other streams.
     *
     * @param copied one phrase a stream, such as {@code audio #1 (aac, eng)}
     * @param converted one phrase a stream that the container could hold only in another codec
     * @param dropped one phrase a stream that could not be carried, with the reason
     */
    record JoinReport(List<String> copied, List<String> converted, List<String> dropped) {
        public JoinReport {
            copied = List.copyOf(copied);
            converted = List.copyOf(converted);
            dropped = List.copyOf(dropped);
        }
    }
}
