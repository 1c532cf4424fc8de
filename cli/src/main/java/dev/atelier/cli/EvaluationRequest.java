package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.media.ImageNames;
import dev.atelier.core.scoring.ModelInfo;
import dev.atelier.training.GatysModels;
import dev.atelier.training.LibTorch;
import dev.atelier.training.VggFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Turns what a user typed into an evaluation, or into a list of everything that is wrong with it. */
final class EvaluationRequest {
    private final EvaluateCommand command;
    private final Wiring wiring;
    private final List<String> problems = new ArrayList<>();

    private EvaluationRequest(EvaluateCommand command, Wiring wiring) {
        this.command = command;
        this.wiring = wiring;
    }

    /** @throws InvalidRequestException with all problems together */
    static EvaluationRun of(EvaluateCommand command, Wiring wiring) {
        return new EvaluationRequest(command, wiring).checked();
    }

    private EvaluationRun checked() {
        List<Path> contents = pictures("--contents", command.contents);
        List<Path> styles = pictures("--styles", command.styles);
        Map<String, String> models = new LinkedHashMap<>();
        boolean takesStyle = false;
        for (String model : Stream.concat(Stream.of(command.model), command.against.stream())
                .distinct()
                .toList()) {
            ModelInfo info = checked(() -> wiring.runtime().inspect(model));
            if (info != null && info.output() != ModelInfo.OutputKind.IMAGE) {
                problems.add("model " + model + " paints no pictures; choose one that does");
            }
            takesStyle |= info != null && info.takesStyle();
            models.put(unique(model, models), model);
        }
        if (command.videoStyle != null && !takesStyle) {
            problems.add("--video-style: none of the models takes a style picture; leave it out");
        }
        if (command.videoStyle != null && !Files.isRegularFile(command.videoStyle)) {
            problems.add("--video-style: there is no file " + command.videoStyle + "; check its name");
        }
        for (Path video : command.videos) {
            if (!Files.exists(video)) {
                problems.add("--video: there is no file or folder " + video + "; check its name");
            }
        }
        if (command.frames < 2) {
            problems.add("--frames is " + command.frames + "; expected 2 or more");
        }
        if (command.side < 64 || command.side > 4096) {
            problems.add("--side is " + command.side + "; expected 64 to 4096 pixels");
        }
        Double steady = checked(() -> Steadiness.parse(command.steady));
        if (steady != null && steady > 0 && command.videos.isEmpty()) {
            problems.add("--steady is for videos, and there is none; name one with --video, or leave it out");
        }
        FrameSize size = checked(this::videoSize);
        // last, since it loads LibTorch and takes a second
        if (problems.isEmpty()) {
            LibTorch.load();
        }
        VggFeatures vgg = problems.isEmpty() ? checked(() -> VggFeatures.read(command.vgg19, false)) : null;
        if (vgg == null && !Files.exists(command.vgg19)) {
            problems.add("--vgg19: there is no file or folder " + command.vgg19 + "; check its name");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems.stream().distinct().toList());
        }
        Path videoStyle = command.videoStyle == null ? styles.get(0) : command.videoStyle;
        return new EvaluationRun(wiring, command, models, contents, styles, videoStyle, size, steady, vgg);
    }

    private <T> T checked(Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidRequestException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private FrameSize videoSize() {
        try {
            return FrameSize.parse(command.videoSize);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("--video-size: " + e.getMessage());
        }
    }

    private List<Path> pictures(String option, Path folder) {
        try {
            List<Path> pictures = picturesIn(folder);
            if (pictures.isEmpty()) {
                problems.add(option + ": there are no images in " + folder + "; give a folder of pictures");
            }
            return pictures;
        } catch (IOException e) {
            problems.add(option + ": " + folder + " cannot be listed; give a folder of pictures");
            return List.of();
        }
    }

    /** The images of a folder by their names, in order. */
    static List<Path> picturesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> ImageNames.isImage(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** A name for folders and tables: the last part of a model's path, with a number where that is taken. */
    private static String unique(String model, Map<String, String> taken) {
        Path path = Path.of(model).toAbsolutePath().normalize();
        Path last = GatysModels.isName(model) ? Path.of("gatys") : path.getFileName();
        // packages in folders of runs are told apart by the runs
        if (last != null
                && last.toString().equals("package")
                && path.getParent().getFileName() != null) {
            last = path.getParent().getFileName();
        }
        String name = last == null ? "model" : last.toString().replaceFirst("[.]onnx$", "");
        String unique = name;
        for (int i = 2; taken.containsKey(unique) || unique.equals("source"); i++) {
            unique = name + "-" + i;
        }
        return unique;
    }
}
