package dev.atelier.cli;

import dev.atelier.cli.EvaluationReport.Clip;
import dev.atelier.cli.EvaluationReport.Flicker;
import dev.atelier.cli.EvaluationReport.Losses;
import dev.atelier.cli.EvaluationReport.ModelFigures;
import dev.atelier.cli.EvaluationReport.Pair;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.Picture;
import dev.atelier.training.Evaluation;
import dev.atelier.training.VggFeatures;
import dev.atelier.training.WarpingError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Paints by jobs and measures what they painted, in a folder: {@code contents/}, {@code pictures/MODEL/STYLE/}, {@code
 * videos/MODEL/STYLE/}, {@code MODEL.jpg} with a contact sheet. The jobs' records are kept beside, so that what is
 * painted already is not painted again.
 */
final class EvaluationRun {
    private static final int[] DISTANCES = {1, 5};
    /** Style and content of a video are measured on every so many of its frames. */
    private static final int SAMPLED = 10;

    private final Wiring wiring;
    private final Path folder;
    private final Map<String, String> models;
    private final List<Path> styles;
    private final Path videoStyle;
    private final int side;
    private final double steady;
    private final Evaluation evaluation;
    private final EvaluationPictures pictures;
    private final List<Path> contents;
    private final List<EvaluationClip> clips = new ArrayList<>();
    private final EvaluationJobs jobs;

    EvaluationRun(
            Wiring wiring,
            EvaluateCommand command,
            Map<String, String> models,
            List<Path> contents,
            List<Path> styles,
            Path videoStyle,
            FrameSize videoSize,
            double steady,
            VggFeatures vgg) {
        this.wiring = wiring;
        this.folder = command.output.toAbsolutePath().normalize();
        this.models = models;
        this.contents = contents;
        this.styles = styles;
        this.videoStyle = videoStyle;
        this.side = command.side;
        this.steady = steady;
        this.evaluation = new Evaluation(vgg, side);
        this.pictures = new EvaluationPictures(wiring.ports().imageIo(), side);
        this.jobs = new EvaluationJobs(wiring, command, folder.resolve("jobs"));
        command.videos.forEach(video -> clips.add(
                new EvaluationClip(wiring.ports(), video, folder.resolve("videos"), command.frames, videoSize)));
    }

    EvaluationReport run() throws IOException, InterruptedException {
        Map<String, Path> prepared = prepare();
        for (EvaluationClip clip : clips) {
            clip.prepare();
        }
        Map<String, List<Clip>> plain = new LinkedHashMap<>();
        Map<String, List<Clip>> steadied = new LinkedHashMap<>();
        videos(plain, steadied);
        paint();
        Map<String, List<Pair>> pairs = pairs(prepared);
        List<ModelFigures> figures = new ArrayList<>();
        for (Map.Entry<String, String> model : models.entrySet()) {
            List<Pair> own = pairs.get(model.getKey());
            figures.add(new ModelFigures(
                    model.getKey(),
                    model.getValue(),
                    losses(Evaluation.Figures.mean(
                            own.stream().map(pair -> figures(pair.losses())).toList())),
                    own,
                    plain.get(model.getKey()),
                    steadied.get(model.getKey()),
                    sheet(model.getKey(), prepared, own)));
        }
        return new EvaluationReport(
                side,
                List.copyOf(prepared.keySet()),
                styles.stream().map(EvaluationPictures::name).toList(),
                figures);
    }

    /** The contents at the evaluation's size, by name; written only where they are not there yet, so that jobs resume. */
    private Map<String, Path> prepare() throws IOException {
        Map<String, Path> prepared = new LinkedHashMap<>();
        for (Path content : contents) {
            String name = EvaluationPictures.name(content);
            Path file = folder.resolve("contents").resolve(name + ".png");
            byte[] png = wiring.ports().imageIo().encode(pictures.read(content), ImageFormat.PNG, 100);
            EvaluationPictures.keep(file, png);
            prepared.put(name, file);
        }
        // what an earlier evaluation left of other contents
        for (Path file : EvaluationRequest.picturesIn(folder.resolve("contents"))) {
            if (!prepared.containsValue(file)) {
                Files.delete(file);
            }
        }
        return prepared;
    }

    private void paint() throws InterruptedException {
        for (Map.Entry<String, String> model : models.entrySet()) {
            for (Path style : styles) {
                jobs.paint(folder.resolve("contents"), model.getValue(), style, 0, painted(model.getKey(), style));
            }
        }
    }

    private Path painted(String model, Path style) {
        return folder.resolve("pictures").resolve(model).resolve(EvaluationPictures.name(style));
    }

    /** Every pair of each model: content by content, so that a content's features are computed only once. */
    private Map<String, List<Pair>> pairs(Map<String, Path> prepared) throws IOException {
        List<Evaluation.Target> targets = new ArrayList<>();
        for (Path style : styles) {
            targets.add(evaluation.target(pictures.read(style)));
        }
        Map<String, List<Pair>> pairs = new LinkedHashMap<>();
        models.keySet().forEach(model -> pairs.put(model, new ArrayList<>()));
        for (Map.Entry<String, Path> content : prepared.entrySet()) {
            wiring.err().println("measuring: " + content.getKey());
            try (Evaluation.Content features = evaluation.content(pictures.exact(content.getValue()))) {
                for (String model : models.keySet()) {
                    for (int i = 0; i < styles.size(); i++) {
                        Path file = painted(model, styles.get(i))
                                .resolve(content.getValue().getFileName());
                        Losses losses = losses(targets.get(i).figures(features, pictures.exact(file)));
                        String style = EvaluationPictures.name(styles.get(i));
                        pairs.get(model)
                                .add(new Pair(
                                        style,
                                        content.getKey(),
                                        losses,
                                        folder.relativize(file).toString()));
                    }
                }
            }
        }
        return pairs;
    }

    private String sheet(String name, Map<String, Path> prepared, List<Pair> pairs) throws IOException {
        ContactSheet sheet = new ContactSheet(wiring.ports().imageIo(), prepared.size() + 1, styles.size() + 1);
        int column = 1;
        for (Path content : prepared.values()) {
            sheet.put(pictures.exact(content), column++, 0);
        }
        for (int row = 0; row < styles.size(); row++) {
            sheet.put(pictures.read(styles.get(row)), 0, row + 1);
        }
        for (int i = 0; i < pairs.size(); i++) {
            Picture painted = pictures.exact(folder.resolve(pairs.get(i).file()));
            sheet.put(painted, i / styles.size() + 1, i % styles.size() + 1);
        }
        Path file = folder.resolve(name + ".jpg");
        Files.write(file, wiring.ports().imageIo().encode(sheet.picture(), ImageFormat.JPEG, 92));
        return file.getFileName().toString();
    }

    /** A video as a model painted it. */
    private record Painted(String model, Path file, boolean steadied, List<Evaluation.Figures> figures) {}

    private void videos(Map<String, List<Clip>> plain, Map<String, List<Clip>> steadied)
            throws IOException, InterruptedException {
        for (String model : models.keySet()) {
            plain.put(model, new ArrayList<>());
            steadied.put(model, new ArrayList<>());
        }
        if (clips.isEmpty()) {
            return;
        }
        Evaluation.Target target = evaluation.target(pictures.read(videoStyle));
        for (EvaluationClip clip : clips) {
            List<Painted> painted = painted(clip);
            wiring.err().println("measuring flicker: " + clip.name());
            WarpingError warping = new WarpingError(DISTANCES);
            int frames = clip.compare(painted.stream().map(Painted::file).toList(), (number, source, frame) -> {
                warping.add(source, frame);
                if (number % SAMPLED == 0) {
                    try (Evaluation.Content content = evaluation.content(source)) {
                        for (int i = 0; i < frame.size(); i++) {
                            painted.get(i).figures().add(target.figures(content, frame.get(i)));
                        }
                    }
                }
            });
            for (int i = 0; i < painted.size(); i++) {
                Painted one = painted.get(i);
                (one.steadied() ? steadied : plain)
                        .get(one.model())
                        .add(new Clip(
                                clip.name(),
                                EvaluationPictures.name(videoStyle),
                                frames,
                                flicker(warping, i + 1),
                                flicker(warping, 0),
                                losses(Evaluation.Figures.mean(one.figures())),
                                folder.relativize(one.file()).toString()));
            }
        }
    }

    private List<Painted> painted(EvaluationClip clip) throws IOException, InterruptedException {
        List<Painted> painted = new ArrayList<>();
        for (Map.Entry<String, String> model : models.entrySet()) {
            Path place = folder.resolve("videos").resolve(model.getKey()).resolve(EvaluationPictures.name(videoStyle));
            Files.createDirectories(place);
            Path file = place.resolve(clip.name() + ".mkv");
            jobs.paint(clip.file(), model.getValue(), videoStyle, 0, file);
            painted.add(new Painted(model.getKey(), file, false, new ArrayList<>()));
            if (steady > 0) {
                Path steadied = place.resolve(clip.name() + "-steady.mkv");
                jobs.paint(clip.file(), model.getValue(), videoStyle, steady, steadied);
                painted.add(new Painted(model.getKey(), steadied, true, new ArrayList<>()));
            }
        }
        return painted;
    }

    private static Flicker flicker(WarpingError warping, int clip) {
        return new Flicker(known(warping.of(clip, DISTANCES[0])), known(warping.of(clip, DISTANCES[1])));
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static Losses losses(Evaluation.Figures figures) {
        return new Losses(figures.style(), figures.gram(), figures.content(), figures.colour());
    }

    private static Evaluation.Figures figures(Losses losses) {
        return new Evaluation.Figures(losses.content(), losses.style(), losses.gram(), losses.colour());
    }
}
