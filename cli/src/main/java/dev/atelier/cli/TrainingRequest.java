package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.Processor;
import dev.atelier.core.scoring.SafeTensors;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.model.BundledFiles;
import dev.atelier.training.LibTorch;
import dev.atelier.training.NetworkShape;
import dev.atelier.training.OnnxStylePainter;
import dev.atelier.training.PackageWeights;
import dev.atelier.training.SingleStyleTuning;
import dev.atelier.training.StyleNetworkExport;
import dev.atelier.training.StyleNetworkTraining;
import dev.atelier.training.Teacher;
import dev.atelier.training.TrainingOptions;
import dev.atelier.training.VggFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns what a user typed into a training, or into a list of everything that is wrong with it. */
final class TrainingRequest {
    private final Wiring wiring;
    private final TrainingArguments arguments;
    private final List<String> problems = new ArrayList<>();

    private TrainingRequest(Wiring wiring, TrainingArguments arguments) {
        this.wiring = wiring;
        this.arguments = arguments;
    }

    /** @throws InvalidRequestException with all problems together */
    static TrainingExecution network(TrainNetworkCommand command, Wiring wiring) {
        return new TrainingRequest(wiring, command.training).network(command);
    }

    /** @throws InvalidRequestException with all problems together */
    static TrainingExecution style(TrainStyleCommand command, Wiring wiring) {
        return new TrainingRequest(wiring, command.training).style(command);
    }

    private TrainingExecution network(TrainNetworkCommand command) {
        int taught = command.teacher == null
                ? 0
                : command.taughtSteps == null ? TrainingOptions.DEFAULT.taughtSteps() : command.taughtSteps;
        TrainingOptions options = checked(() -> options(TrainingOptions.DEFAULT, command.encoderSteps, taught));
        if (command.taughtSteps != null && command.teacher == null) {
            problems.add("--taught-steps: there is no teacher to imitate; name one with --teacher, or leave it out");
        }
        folder("--photographs", arguments.photographs);
        folder("--paintings", command.paintings);
        Path run = absolute(command.output);
        var record = new TrainingRecord(run);
        record.put("training", "style-network");
        record.putPictures("paintings", command.paintings);
        common(record, options, taught);
        Optional<Map<String, Tensor>> start =
                command.from == null ? Optional.empty() : Optional.ofNullable(checked(() -> weights(command.from)));
        NetworkShape shape =
                start.map(weights -> checked(() -> NetworkShape.of(weights))).orElse(NetworkShape.BUNDLED);
        record.put("from", command.from == null ? "random weights" : command.from.toString());
        record.put("teacher", command.teacher == null ? "none" : command.teacher.toString());
        List<Path> graphs = command.teacher == null ? List.of() : checked(() -> graphs(command.teacher));
        VggFeatures vgg = vgg();
        problems.addAll(record.differences());
        refuse();
        return new TrainingExecution(wiring, record, arguments.quiet, shape, "style-network", (stop, progress) -> {
            Optional<Teacher> teacher = graphs.isEmpty() ? Optional.empty() : Optional.of(teacher(graphs));
            try {
                return new StyleNetworkTraining(
                                options, shape, arguments.photographs, command.paintings, vgg, teacher, start, run)
                        .train(stop, progress);
            } finally {
                teacher.ifPresent(Teacher::close);
            }
        });
    }

    private TrainingExecution style(TrainStyleCommand command) {
        TrainingOptions options = checked(() -> options(SingleStyleTuning.DEFAULT, null, 0));
        folder("--photographs", arguments.photographs);
        if (!Files.isRegularFile(command.picture)) {
            problems.add("--picture: there is no file " + command.picture + "; check its name");
        }
        Path run = absolute(command.output());
        var record = new TrainingRecord(run);
        record.put("training", "style");
        record.put("picture", command.picture.toString());
        common(record, options, 0);
        Map<String, Tensor> start = checked(() -> weights(command.from));
        NetworkShape shape = start == null ? null : checked(() -> NetworkShape.of(start));
        record.put("from", command.from.toString());
        VggFeatures vgg = vgg();
        problems.addAll(record.differences());
        refuse();
        String name = EvaluationPictures.name(command.picture);
        return new TrainingExecution(
                wiring, record, arguments.quiet, shape, name, (stop, progress) -> new SingleStyleTuning(
                                options, shape, start, arguments.photographs, vgg, run)
                        .train(command.picture, stop, progress));
    }

    private void common(TrainingRecord record, TrainingOptions options, int taught) {
        record.putPictures("photographs", arguments.photographs);
        record.put("vgg19", arguments.vgg19.toString());
        if (options != null) {
            record.put("--steps", options.steps());
            record.put("--batch", options.batch());
            record.put("--side", options.side());
            record.put("--rate", options.rate());
            record.put("--style-weight", options.styleWeight());
            record.put("--steady-weight", options.steadyWeight());
            record.put("--steady-from", options.steadyFrom());
            record.put("--seed", options.seed());
            record.put("--encoder-steps", options.encoderSteps());
            record.put("--taught-steps", taught);
        }
    }

    private TrainingOptions options(TrainingOptions defaults, Integer encoderSteps, int taught) {
        try {
            return new TrainingOptions(
                    or(arguments.steps, defaults.steps()),
                    or(arguments.batch, defaults.batch()),
                    or(arguments.side, defaults.side()),
                    or(arguments.rate, defaults.rate()),
                    arguments.seed,
                    or(arguments.styleWeight, defaults.styleWeight()),
                    defaults.gramWeight() * or(arguments.styleWeight, defaults.styleWeight()) / defaults.styleWeight(),
                    or(encoderSteps, defaults.encoderSteps()),
                    taught,
                    or(arguments.steadyWeight, defaults.steadyWeight()),
                    or(arguments.steadyFrom, defaults.steadyFrom()),
                    or(arguments.saveEvery, defaults.saveEvery()));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("--steps, --batch, --side, --rate, --save-every: " + e.getMessage());
        }
    }

    private static <T> T or(T value, T fallback) {
        return value == null ? fallback : value;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private void folder(String option, Path folder) {
        try {
            if (EvaluationRequest.picturesIn(folder).isEmpty()) {
                problems.add(option + ": there are no images in " + folder + "; give a folder of pictures");
            }
        } catch (IOException e) {
            problems.add(option + ": " + folder + " cannot be listed; give a folder of pictures");
        }
    }

    /** @throws InvalidRequestException if there are no weights */
    static Map<String, Tensor> weights(Path from) {
        if (from.toString().equals(BundledFiles.ATELIER)) {
            var bundled = new BundledFiles();
            return PackageWeights.of(List.of(bundled.text("style.onnx"), bundled.text("transfer.onnx")));
        }
        try {
            Path style = from.resolve("style.onnx");
            if (Files.exists(style)) {
                byte[] transfer = Files.readAllBytes(from.resolve("transfer.onnx"));
                return PackageWeights.of(List.of(Files.readAllBytes(style), transfer));
            }
            if (Files.isDirectory(from)) {
                return StyleNetworkExport.weights(from);
            }
            return SafeTensors.read(Files.readAllBytes(from));
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "--from: " + from + " cannot be read; give a .safetensors file, the folder of a run or a package",
                    e);
        }
    }

    /** The style graph, then the graph that paints. */
    private static List<Path> graphs(Path folder) {
        Path style = folder.resolve("style.onnx");
        for (String name : List.of("transfer.onnx", "stylize.onnx")) {
            if (Files.exists(style) && Files.exists(folder.resolve(name))) {
                return List.of(style, folder.resolve(name));
            }
        }
        throw new InvalidRequestException("--teacher: expected style.onnx and transfer.onnx or stylize.onnx in "
                + folder + ", found no such two");
    }

    private Teacher teacher(List<Path> graphs) {
        // unpacks ONNX Runtime to where all of Atelier finds it
        wiring.models().version();
        return new Teacher(new OnnxStylePainter(graphs.get(0), graphs.get(1), wiring.cores()));
    }

    private VggFeatures vgg() {
        if (!Files.exists(arguments.vgg19)) {
            problems.add("--vgg19: there is no file or folder " + arguments.vgg19 + "; check its name");
            return null;
        }
        LibTorch.load();
        return checked(() -> VggFeatures.read(arguments.vgg19, new Processor().hasBfloat16()));
    }

    private <T> T checked(Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidRequestException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private void refuse() {
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
    }
}
