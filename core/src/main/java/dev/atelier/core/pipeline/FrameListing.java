package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.ImageNames;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.store.ListingDigest;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Lists a folder of numbered frames that a video is to be made of, and finds everything that is wrong with it. */
final class FrameListing {
    private static final int MOST_NAMED = 20;
    private static final Set<String> SOUND =
            Set.of("aac", "mp3", "m4a", "wav", "flac", "ogg", "opus", "oga", "mka", "ac3");

    private final ObjectStore ops;
    private final JobLayout layout;
    private final long token;
    private final VideoIo videoIo;
    private final ImageIo imageIo;
    private final Location folder;
    private final SourceFile video;
    private final Rational rate;
    private final TreeMap<Integer, Source.Image> frames = new TreeMap<>();
    private final List<String> unnumbered = new ArrayList<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> sounds = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final ListingDigest digest;

    FrameListing(
            ObjectStore ops,
            JobLayout layout,
            long token,
            VideoIo videoIo,
            ImageIo imageIo,
            Location folder,
            SourceFile video,
            OutputForm.Video form) {
        this.ops = ops;
        this.layout = layout;
        this.token = token;
        this.videoIo = videoIo;
        this.imageIo = imageIo;
        this.folder = folder;
        this.video = video;
        this.rate = form.rate();
        this.digest = new ListingDigest(folder.child(""));
    }

    /** @throws InvalidRequestException with all gaps, duplicates and other problems together */
    Source.Stitch list() throws InterruptedException {
        Optional<FrameIndex> index = FrameIndex.read(folder);
        collect(index.map(FrameIndex::streams).orElse(""));
        int first = index.isPresent() || frames.isEmpty() ? 0 : frames.firstKey();
        int end = index.map(i -> i.video().frames().count()).orElse(frames.isEmpty() ? 0 : frames.lastKey() + 1);
        checkNumbers(first, end);
        if (index.isEmpty() && rate == null) {
            problems.add("there is no " + FrameIndex.NAME + " in " + folder
                    + ", so the frames' times are not known; give their rate with --rate, such as --rate 24");
        }
        if (index.isEmpty() && sounds.size() > 1) {
            problems.add("there are several files of sound: " + named(sounds) + "; leave one");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        Picture picture = firstPicture();
        String beside = index.map(FrameIndex::streams).orElse(sounds.isEmpty() ? "" : sounds.get(0));
        VideoInfo info = index.isPresent() ? indexed(index.get()) : plain(picture);
        var pages = ImagePages.records(ops, layout, token).writer();
        frames.values().forEach(pages::add);
        pages.finish();
        return new Source.Stitch(
                new Source.Images(frames.size(), token, 0, List.of(), digest.hex(), false),
                new Source.Frames(info, picture.width(), picture.height()),
                format(index, picture),
                beside);
    }

    /** Of a video of 8 bits some formats give pictures of 16: it comes back as it was. */
    private PictureFormat format(Optional<FrameIndex> index, Picture picture) {
        boolean shallow = index.isPresent() && index.get().video().depth() == 8;
        return shallow && ImageItems.tellsNoDepth(frames.firstEntry().getValue().name())
                ? picture.shallow().format()
                : picture.format();
    }

    private void collect(String streams) {
        String prefix = folder.child("");
        for (ObjectInfo object : folder.store().list(prefix)) {
            digest.add(object);
            String name = object.name().substring(prefix.length());
            if (name.indexOf('/') >= 0 || name.equals(streams) || name.equals(FrameIndex.NAME)) {
                continue;
            }
            String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
            if (SOUND.contains(extension)) {
                sounds.add(name);
            } else if (ImageNames.isImage(name)) {
                OptionalInt number = FrameIndex.number(name);
                if (number.isEmpty()) {
                    unnumbered.add(name);
                    continue;
                }
                var image = new Source.Image(name, object.size(), object.etag());
                Source.Image other = frames.putIfAbsent(number.getAsInt(), image);
                if (other != null) {
                    twice.add(other.name() + " and " + name);
                }
            }
        }
    }

    private void checkNumbers(int first, int end) {
        if (frames.isEmpty()) {
            problems.add("there are no numbered frames in " + folder
                    + "; expected images with names such as frame-000000.png or 00000_name.jpg");
            return;
        }
        if (!unnumbered.isEmpty()) {
            problems.add("images without a number in " + folder + ": " + named(unnumbered));
        }
        if (!twice.isEmpty()) {
            problems.add("frames that are there twice in " + folder + ": " + named(twice));
        }
        List<String> missing = new ArrayList<>();
        for (int i = first; i < end; i++) {
            if (!frames.containsKey(i)) {
                missing.add(Integer.toString(i));
            }
        }
        if (!missing.isEmpty()) {
            problems.add("frames that are missing in " + folder + ": " + named(missing));
        }
        List<String> beyond = frames.tailMap(end, true).values().stream()
                .map(Source.Image::name)
                .toList();
        if (!beyond.isEmpty()) {
            problems.add("frames beyond the last of the video, " + (end - 1) + ", in " + folder + ": " + named(beyond));
        }
    }

    private static String named(List<String> names) {
        int more = names.size() - MOST_NAMED;
        return String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private Picture firstPicture() {
        Source.Image image = frames.firstEntry().getValue();
        String name = folder.child(image.name());
        try (InputStream in = folder.store().read(name)) {
            return imageIo.decode(image.name(), in.readAllBytes());
        } catch (PoisonItemException e) {
            throw new InvalidRequestException("the first frame cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TransientException("reading " + folder.store().address(name) + " failed: " + e.getMessage(), e);
        }
    }

    /** The video as its index tells, with the streams as they lie beside the frames. */
    private VideoInfo indexed(FrameIndex index) throws InterruptedException {
        Location streams = new Location(folder.store(), folder.child(index.streams()));
        if (streams.store().stat(streams.name()).isEmpty()) {
            throw new InvalidRequestException("there is no " + streams + ", which " + FrameIndex.NAME
                    + " names: it holds the other streams of the video; put it beside the frames");
        }
        VideoInfo side = videoIo.probe(video.other(streams).address());
        FrameTable table = index.video().frames();
        if (side.container().contains("mpegts")) {
            // Where times began below 0, writing the file has moved all its streams: the frames have to move along.
            table = shifted(table, side.frames());
        }
        return index.video().beside(side, table);
    }

    private static FrameTable shifted(FrameTable table, FrameTable side) {
        if (!table.timeBase().equals(side.timeBase()) || table.timestamps()[0] == side.timestamps()[0]) {
            return table;
        }
        long shift = side.timestamps()[0] - table.timestamps()[0];
        long[] moved = Arrays.stream(table.timestamps()).map(t -> t + shift).toArray();
        return new FrameTable(table.timeBase(), moved, table.keyframes(), table.end() + shift);
    }

    /** A video of a constant rate, about which nothing else is known. */
    private VideoInfo plain(Picture picture) {
        long[] timestamps = new long[frames.size()];
        boolean[] keyframes = new boolean[frames.size()];
        for (int i = 0; i < timestamps.length; i++) {
            timestamps[i] = i;
            keyframes[i] = true;
        }
        return new VideoInfo(
                "images",
                List.of(),
                -1,
                picture.width(),
                picture.height(),
                0,
                picture.format().depth(),
                picture.format().hasAlpha(),
                ColourTags.UNSPECIFIED,
                new Rational(1, 1),
                new FrameTable(rate.inverse(), timestamps, keyframes, timestamps.length));
    }
}
