package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.media.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cover pictures of a source that go to Matroska, each in a file of its own: FFmpeg makes a cover there of an attached
 * file only, and of a copied stream another video.
 *
 * @param files by the streams' indexes; a cover that cannot be read has none
 */
record Covers(Map<Integer, Path> files) implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private static final Map<String, String> KINDS =
            Map.of("mjpeg", "jpeg", "png", "png", "gif", "gif", "bmp", "bmp", "webp", "webp", "tiff", "tiff");

    /** @param beside a file that does not exist, beside which there is room */
    static Covers extract(Ffmpeg ffmpeg, SourceAddress source, SourceHeader header, Container container, Path beside)
            throws InterruptedException {
        Covers covers = new Covers(new TreeMap<>());
        if (container == Container.MKV) {
            for (SourceHeader.Stream stream : header.streams()) {
                if (stream.is("attached_pic") && KINDS.containsKey(stream.codec())) {
                    Path file = beside.resolveSibling(beside.getFileName() + ".cover-" + stream.index());
                    covers.files.put(stream.index(), file);
                    covers.extract(ffmpeg, source, stream.index(), file);
                }
            }
        }
        return covers;
    }

    private void extract(Ffmpeg ffmpeg, SourceAddress source, int stream, Path file) throws InterruptedException {
        List<String> arguments = new ArrayList<>(Ffmpeg.guard(source));
        arguments.addAll(List.of("-i", source.input(), "-map", "0:" + stream, "-c", "copy", "-frames:v", "1"));
        arguments.addAll(List.of("-f", "image2", "-update", "1", "-y", SourceAddress.address(file)));
        try (ChildProcess child = ffmpeg.ffmpeg(arguments, PATIENCE_SECONDS, false)) {
            while (child.lines().next() != null) {
                // It says nothing there.
            }
            int code = child.exitCode();
            child.checkSilence("reading a cover of " + source.name());
            if (code != 0 || Files.size(file) == 0) {
                delete(file);
                files.remove(stream);
            }
        } catch (IOException e) {
            throw new InfrastructureException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The options that attach a cover as the stream of a place. */
    List<String> arguments(SourceHeader.Stream cover, int place) {
        String kind = KINDS.get(cover.codec());
        String name = cover.tag("filename");
        String plain = name.isEmpty() || name.length() > 200 ? "cover." + kind.replace("jpeg", "jpg") : name;
        List<String> arguments = new ArrayList<>(List.of("-attach", SourceAddress.address(files.get(cover.index()))));
        arguments.addAll(List.of("-metadata:s:" + place, "mimetype=image/" + kind));
        arguments.addAll(List.of("-metadata:s:" + place, "filename=" + plain));
        String title = cover.tag("title");
        if (!title.isEmpty() && title.length() < StreamPlan.LONGEST_ARGUMENT) {
            arguments.addAll(List.of("-metadata:s:" + place, "title=" + title));
        }
        return arguments;
    }

    @Override
    public void close() {
        files.values().forEach(Covers::delete);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The folder cannot be written any more, which is told where the result is put in place.
        }
    }
}
