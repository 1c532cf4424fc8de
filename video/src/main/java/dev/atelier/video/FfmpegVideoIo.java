package dev.atelier.video;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Reads and writes videos with FFmpeg, a child process for each range, segment and join. */
public final class FfmpegVideoIo implements VideoIo {
    private final Ffmpeg ffmpeg;
    private final SourceProbe probe;

    public FfmpegVideoIo(FfmpegTools tools, Limits limits) {
        ffmpeg = new Ffmpeg(tools, limits);
        probe = new SourceProbe(ffmpeg, limits);
    }

    @Override
    public VideoInfo probe(URI source, boolean salvage, int stream) throws InterruptedException {
        return probe.probe(SourceAddress.of(source), salvage, stream);
    }

    @Override
    public FrameReader read(URI source, VideoInfo info, FrameRange range, int width, int height, PictureFormat format) {
        return new RangeReader(ffmpeg, SourceAddress.of(source), info, range, width, height, format);
    }

    @Override
    public FrameReader keyframes(URI source, VideoInfo info, FrameRange range, int width, int height) {
        return new KeyframeReader(ffmpeg, SourceAddress.of(source), info, range, width, height);
    }

    @Override
    public SegmentWriter encode(
            Path segment,
            FrameTable frames,
            FrameRange range,
            int width,
            int height,
            PictureFormat format,
            EncodeSettings settings) {
        return new SegmentEncoder(ffmpeg, segment, frames, range, width, height, format, settings);
    }

    @Override
    public JoinReport join(URI source, VideoInfo info, List<Segment> segments, Container container, Path output)
            throws InterruptedException {
        return new SegmentJoiner(ffmpeg, probe).join(SourceAddress.of(source), info, segments, container, output);
    }
}
