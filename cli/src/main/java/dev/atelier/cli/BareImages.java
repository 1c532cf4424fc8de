package dev.atelier.cli;

import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.ImageNames;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The parts of a job over a folder of images: all their bytes are in memory before anything is measured. */
final class BareImages implements BareBench {
    private final Wiring wiring;
    private final JobSpec spec;
    private final ImageIo imageIo;
    private final List<byte[]> files;
    private final Picture[] pictures;
    private final Picture[] painted;

    BareImages(Wiring wiring, JobSpec spec) throws IOException {
        this.wiring = wiring;
        this.spec = spec;
        this.imageIo = wiring.ports().imageIo();
        this.files = read(Path.of(spec.input().address()));
        this.pictures = new Picture[files.size()];
        this.painted = new Picture[files.size()];
    }

    private static List<byte[]> read(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> images = walk.filter(file -> ImageNames.isImage(file.toString()))
                    .sorted()
                    .toList();
            List<byte[]> files = new java.util.ArrayList<>();
            for (Path image : images) {
                files.add(Files.readAllBytes(image));
            }
            return files;
        }
    }

    @Override
    public int items() {
        return files.size();
    }

    private ParallelItems parallel() {
        return new ParallelItems(wiring.cores(), items());
    }

    @Override
    public Measurement decode() throws Exception {
        return Measurement.of(
                items(), () -> parallel().forEach(i -> pictures[i] = imageIo.decode("image " + i, files.get(i))));
    }

    @Override
    public Measurement first() throws Exception {
        return BenchScorer.first(wiring, spec, pictures[0]);
    }

    @Override
    public Measurement score() throws Exception {
        try (Scorer scorer = BenchScorer.open(wiring, spec, List.of(pictures))) {
            return Measurement.of(items(), () -> parallel().forEach(i -> {
                Score score = scorer.score(List.of(pictures[i])).get(0);
                painted[i] = score instanceof Score.Image image ? image.picture() : null;
            }));
        }
    }

    @Override
    public Measurement encode() throws Exception {
        if (!(spec.output().form() instanceof OutputForm.Images images)) {
            return Measurement.NOTHING;
        }
        ImageFormat format = images.format() == null ? ImageFormat.JPEG : images.format();
        return Measurement.of(
                items(), () -> parallel().forEach(i -> imageIo.encode(painted[i], format, images.quality())));
    }
}
