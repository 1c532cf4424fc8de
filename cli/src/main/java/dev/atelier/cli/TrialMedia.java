package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.ImageNames;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.planning.SegmentPlan;
import dev.atelier.core.planning.Workload;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.video.BareParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A job's input as planning sees it: how much there is, and beginnings of it to try out.
 *
 * @param folder for copies; deleted by who made it
 * @param video null for images
 * @param file the video where FFmpeg can read it; null for images
 * @param images the first of them; empty for a video
 * @param count how many items there are
 * @param bytes of all items
 * @param bandwidth bytes a second that reading showed; infinite for local files
 */
record TrialMedia(
        Wiring wiring,
        JobSpec spec,
        Path folder,
        VideoInfo video,
        Path file,
        List<String> images,
        int count,
        long bytes,
        double bandwidth) {
    private static final int MOST_IMAGES = 256;

    /** @throws InvalidRequestException if there is nothing to score */
    static TrialMedia of(Wiring wiring, JobSpec spec, Path folder) throws IOException, InterruptedException {
        Location input = wiring.stores().locate(spec.input().address());
        if (spec.input().kind() == JobSpec.Kind.VIDEO) {
            return video(wiring, spec, folder, input);
        }
        List<String> names = new ArrayList<>();
        int count = 0;
        long bytes = 0;
        String prefix = spec.input().kind() == JobSpec.Kind.IMAGE ? input.name() : input.child("");
        for (ObjectInfo object : input.store().list(prefix)) {
            if (ImageNames.isImage(object.name())) {
                count++;
                bytes += object.size();
                if (names.size() < MOST_IMAGES) {
                    names.add(object.name());
                }
            }
        }
        if (count == 0) {
            throw new InvalidRequestException("there are no images in " + input + "; nothing to plan");
        }
        return new TrialMedia(wiring, spec, folder, null, null, names, count, bytes, readAll(input, names, folder));
    }

    private static TrialMedia video(Wiring wiring, JobSpec spec, Path folder, Location input)
            throws IOException, InterruptedException {
        Path local = input.store().localFile(input.name()).orElse(null);
        double bandwidth = Double.POSITIVE_INFINITY;
        Path file = local;
        if (local == null) {
            String extension = ObjectName.extension(input.name()).replaceAll("[^A-Za-z0-9]", "");
            file = folder.resolve("source" + (extension.isEmpty() ? "" : "." + extension));
            long start = System.nanoTime();
            copy(input, file);
            bandwidth = Files.size(file) / ((System.nanoTime() - start) / 1e9);
        }
        VideoInfo info = wiring.ports()
                .videoIo()
                .probe(file.toUri(), spec.options().video().salvage(), spec.options().video().stream());
        return new TrialMedia(
                wiring, spec, folder, info, file, List.of(), info.frames().count(), Files.size(file), bandwidth);
    }

    /** Copies a few images, and tells how fast that went. */
    private static double readAll(Location input, List<String> names, Path folder) throws IOException {
        if (input.store().localFile(names.get(0)).isPresent()) {
            return Double.POSITIVE_INFINITY;
        }
        long start = System.nanoTime();
        long read = 0;
        for (String name : names.subList(0, Math.min(8, names.size()))) {
            Path copy = folder.resolve("read");
            copy(new Location(input.store(), name), copy);
            read += Files.size(copy);
        }
        return Math.max(1, read) / ((System.nanoTime() - start) / 1e9);
    }

    private static void copy(Location from, Path to) throws IOException {
        try (InputStream in = from.store().read(from.name())) {
            Files.copy(in, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    boolean isRemote() {
        return bandwidth < Double.POSITIVE_INFINITY;
    }

    /** What there is to do. */
    Workload workload() {
        int wanted = spec.options().batchSize();
        int units = count;
        if (wanted > 0) {
            units = (int) ((count + wanted - 1L) / wanted);
        } else if (video != null) {
            var size = spec.options().size().of(video.width(), video.height());
            units = SegmentPlan.of(new FrameRange(0, count), video.frames(), size.width(), size.height())
                    .size();
        }
        return new Workload(
                count,
                units,
                wanted > 0,
                video != null && isRemote() ? bytes : 0,
                video == null ? (double) bytes / count : 0);
    }

    /** What of the input decides on the costs of an item. */
    String kind() {
        if (video == null) {
            return "images of about 2^" + Math.round(Math.log(Math.max(1.0, (double) bytes / count)) / Math.log(2))
                    + " bytes";
        }
        var size = spec.options().size().of(video.width(), video.height());
        return "video " + video.width() + "x" + video.height() + " at " + size.width() + "x" + size.height() + " "
                + video.pictureFormat();
    }

    /** Makes an input of about so many items of the beginning. */
    Path beginning(int items, String name) throws IOException, InterruptedException {
        if (video != null) {
            Path excerpt = folder.resolve(name + "." + ObjectName.extension(file.toString()));
            double seconds = items >= count
                    ? video.frames().duration() + 1
                    : video.frames().seconds(items) - video.frames().seconds(0);
            new BareParts(wiring.ffmpeg(), wiring.limits()).excerpt(file.toUri(), seconds, excerpt);
            return excerpt;
        }
        Location input = wiring.stores().locate(spec.input().address());
        Path copies = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < Math.min(items, images.size()); i++) {
            String image = images.get(i);
            copy(
                    new Location(input.store(), image),
                    copies.resolve(String.format(java.util.Locale.ROOT, "%04d.%s", i, ObjectName.extension(image))));
        }
        return copies;
    }
}
