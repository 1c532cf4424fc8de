package dev.atelier.cli;

import dev.atelier.core.job.Json;
import dev.atelier.core.job.ModelHandling.Statistics;
import dev.atelier.core.scoring.Precision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "evaluate",
        description = {
            "Measures how well models paint and how steadily.",
            "Content loss, style loss and colour over contents x styles; flicker over videos. Everything is painted by",
            "jobs as \"style\" and \"score\" run them."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description =
                    "The model to measure: a name, a model package or an .onnx file; gatys:STEPS:STYLE-WEIGHT:FILE for"
                            + " the method of Gatys et al.")
    String model;

    @Option(names = "--against", paramLabel = "MODEL", description = "A model to compare with; may be repeated.")
    List<String> against = new ArrayList<>();

    @Option(names = "--contents", required = true, paramLabel = "DIR", description = "A folder of photographs.")
    Path contents;

    @Option(names = "--styles", required = true, paramLabel = "DIR", description = "A folder of style pictures.")
    Path styles;

    @Option(
            names = "--vgg19",
            required = true,
            paramLabel = "FILE",
            description = "The weights of VGG-19, whose features are compared: see docs/training.md.")
    Path vgg19;

    @Option(
            names = "--video",
            paramLabel = "VIDEO",
            description = "A video, or a folder of its frames, to measure flicker on; may be repeated.")
    List<Path> videos = new ArrayList<>();

    @Option(
            names = "--video-style",
            paramLabel = "PICTURE",
            description = "The style that videos are painted in; by default the first of the styles.")
    Path videoStyle;

    @Option(
            names = "--video-size",
            paramLabel = "SIZE",
            defaultValue = "source",
            description = "Size of the videos: source, the shorter side (360p) or 640x360; default ${DEFAULT-VALUE}.")
    String videoSize;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "50",
            description = "Frames of each video to take, from its beginning; default ${DEFAULT-VALUE}.")
    int frames;

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            defaultValue = "512",
            description = "Shorter side of contents and styles; default ${DEFAULT-VALUE}.")
    int side;

    @Option(
            names = "--steady",
            paramLabel = "off|on|0..1",
            defaultValue = "off",
            description = "Measure videos with flicker control of this strength too, beside those without.")
    String steady;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "Where the models run; default ${DEFAULT-VALUE}.")
    String device;

    @Option(
            names = "--precision",
            paramLabel = "auto|fp32|int8|fp16",
            defaultValue = "auto",
            description = "Numbers to compute with, as for style; default ${DEFAULT-VALUE}.")
    Precision precision;

    @Option(
            names = "--statistics",
            paramLabel = "shot|frame",
            defaultValue = "shot",
            description = "Where videos' normalisations take their statistics from, as for style; default"
                    + " ${DEFAULT-VALUE}.")
    Statistics statistics;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description =
                    "Folder for pictures, contact sheets and figures.json. What an earlier evaluation painted there"
                            + " is used again.")
    Path output;

    @Option(names = "--json", description = "Print the figures as JSON instead of a table.")
    boolean json;

    EvaluateCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        EvaluationReport report = EvaluationRequest.of(this, wiring).run();
        byte[] figures = Json.bytes(report);
        Files.write(output.resolve("figures.json"), figures);
        wiring.out().println(json ? new String(figures, StandardCharsets.UTF_8) : EvaluationTable.text(report));
        wiring.out().flush();
        return ExitCode.DONE;
    }
}
