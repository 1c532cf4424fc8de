package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.pipeline.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The first frames of a video, or of a folder of frames, as a lossless video that jobs paint. */
final class EvaluationClip {
    private static final int RATE = 24;

    private final Ports ports;
    private final Path source;
    private final int frames;
    private final FrameSize size;
    private final Path file;

    /** What is told of each frame. */
    interface Frames {
        void on(int number, Picture source, List<Picture> painted);
    }

    EvaluationClip(Ports ports, Path source, Path folder, int frames, FrameSize size) {
        this.ports = ports;
        this.source = source;
        this.frames = frames;
        this.size = size;
        String of = source.toAbsolutePath().normalize().getFileName().toString();
        String name = Files.isDirectory(source) ? of : EvaluationPictures.name(Path.of(of));
        this.file = folder.resolve("source")
                .resolve(name + "-" + frames + (size.equals(FrameSize.SOURCE) ? "" : "-" + size) + ".mkv");
    }

    String name() {
        return EvaluationPictures.name(file);
    }

    Path file() {
        return file;
    }

    /** Writes the file unless an earlier evaluation did. */
    void prepare() throws IOException, InterruptedException {
        if (Files.exists(file)) {
            return;
        }
        List<Picture> pictures = Files.isDirectory(source) ? pictures() : decoded();
        if (pictures.size() < 2) {
            throw new InvalidRequestException(source + " has no two frames; give a video or a folder of its frames");
        }
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Picture first = pictures.get(0);
        var settings = new EncodeSettings(VideoCodec.FFV1, 100, ColourTags.UNSPECIFIED, new Rational(1, 1));
        long[] timestamps = new long[pictures.size()];
        boolean[] keyframes = new boolean[pictures.size()];
        for (int i = 0; i < timestamps.length; i++) {
            timestamps[i] = i;
            keyframes[i] = true;
        }
        var table = new FrameTable(new Rational(1, RATE), timestamps, keyframes, timestamps.length);
        var all = new FrameRange(0, timestamps.length);
        try (SegmentWriter writer =
                ports.videoIo().encode(part, table, all, first.width(), first.height(), first.format(), settings)) {
            for (Picture picture : pictures) {
                writer.write(picture);
            }
            writer.finish();
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Picture> pictures() throws IOException {
        List<Picture> pictures = new ArrayList<>();
        FrameSize wanted = null;
        for (Path image :
                EvaluationRequest.picturesIn(source).stream().limit(frames).toList()) {
            Picture picture = new EvaluationPictures(ports.imageIo(), 1).exact(image);
            if (wanted == null) {
                wanted = size.of(picture.width(), picture.height());
            }
            pictures.add(ports.imageIo().resize(picture, wanted.width(), wanted.height()));
        }
        return pictures;
    }

    private List<Picture> decoded() throws InterruptedException {
        VideoInfo info = ports.videoIo().probe(source.toAbsolutePath().toUri()).toneMapped();
        FrameSize wanted = size.of(info.width(), info.height());
        var range = new FrameRange(0, Math.min(frames, info.frames().count()));
        return read(source, info, range, wanted.width(), wanted.height());
    }

    private List<Picture> read(Path video, VideoInfo info, FrameRange range, int width, int height)
            throws InterruptedException {
        List<Picture> pictures = new ArrayList<>();
        try (FrameReader reader =
                ports.videoIo().read(video.toAbsolutePath().toUri(), info, range, width, height, PictureFormat.RGB8)) {
            for (Picture frame = reader.next(); frame != null; frame = reader.next()) {
                pictures.add(frame);
            }
        }
        return pictures;
    }

    /**
     * Reads the clip and what was painted of it, side by side.
     *
     * @return the number of frames
     */
    int compare(List<Path> painted, Frames listener) throws InterruptedException {
        List<FrameReader> readers = new ArrayList<>();
        try {
            VideoInfo info = ports.videoIo().probe(file.toUri());
            readers.add(reader(file, info));
            for (Path clip : painted) {
                readers.add(reader(clip, info));
            }
            int number = 0;
            for (Picture source = readers.get(0).next();
                    source != null;
                    source = readers.get(0).next()) {
                List<Picture> frame = new ArrayList<>();
                for (FrameReader reader : readers.subList(1, readers.size())) {
                    frame.add(reader.next());
                }
                listener.on(number++, source, frame);
            }
            return number;
        } finally {
            readers.forEach(FrameReader::close);
        }
    }

    private FrameReader reader(Path video, VideoInfo size) throws InterruptedException {
        VideoInfo info = ports.videoIo().probe(video.toUri());
        var all = new FrameRange(0, info.frames().count());
        return ports.videoIo().read(video.toUri(), info, all, size.width(), size.height(), PictureFormat.RGB8);
    }
}
