package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.Json;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.SegmentWriter;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.media.VideoIo.JoinReport;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What stands beside a video's frames so that the video can be made of them again: an index, and a file that holds all
 * other streams. That file is the video with its first frame alone: joining it goes the way of any result, with the same
 * guarantees, and so does joining its streams with the frames later.
 */
record FrameCompanions(BatchItems items, Location output, Publication publication) {
    /** The first frame is there for its place and its tags, not to be looked at. */
    private static final int QUALITY = 50;

    /** Makes both of the job's video. The index comes last: where it is, all is there. */
    JoinReport publish() throws InterruptedException {
        VideoInfo info = items.source().video().orElseThrow().info();
        Container container =
                Container.following(ObjectName.extension(items.input().name()));
        Path first = items.scratch().resolve("first.segment");
        Path side = items.scratch().resolve("streams." + container.extension());
        URI address = items.video().address();
        var one = new FrameRange(0, 1);
        FrameTable table = info.frames();
        VideoInfo single = info.beside(
                info,
                new FrameTable(
                        table.timeBase(), new long[] {table.timestamps()[0]}, new boolean[] {true}, table.until(0)));
        try {
            Files.deleteIfExists(first);
            Files.deleteIfExists(side);
            encode(address, info, single, container, first);
            JoinReport report =
                    items.videoIo().join(address, single, List.of(new VideoIo.Segment(first, one)), container, side);
            String name = side.getFileName().toString();
            publication.put(output.child(name), Content.of(side));
            Files.delete(first);
            Files.delete(side);
            putIndex(new FrameIndex(
                    FrameIndex.VERSION,
                    ObjectName.base(items.input().name()),
                    items.spec().input().digest(),
                    info,
                    name));
            return report;
        } catch (IOException e) {
            throw new InfrastructureException(
                    "the other streams cannot be written to " + side + ": " + e.getMessage(), e);
        }
    }

    private void encode(URI address, VideoInfo info, VideoInfo single, Container container, Path segment)
            throws InterruptedException {
        var one = new FrameRange(0, 1);
        var settings = EncodeSettings.like(info, container.codecs().get(0), QUALITY);
        Picture picture;
        try (FrameReader reader =
                items.videoIo().read(address, info, one, info.width(), info.height(), info.pictureFormat())) {
            picture = reader.next();
        }
        try (SegmentWriter writer = items.videoIo()
                .encode(segment, single.frames(), one, picture.width(), picture.height(), picture.format(), settings)) {
            writer.write(picture);
            writer.finish();
        }
    }

    /** Copies both from beside the job's frames, if they have them, to beside what became of these. */
    void carry() {
        Optional<FrameIndex> index = FrameIndex.read(items.input());
        if (index.isPresent()) {
            Location from = items.input();
            String streams = index.get().streams();
            if (from.store().stat(from.child(streams)).isPresent()) {
                publication.put(output.child(streams), () -> from.store().read(from.child(streams)));
            }
            putIndex(index.get());
        }
    }

    private void putIndex(FrameIndex index) {
        publication.put(output.child(FrameIndex.NAME), Content.of(Json.bytes(index)));
    }
}
