package dev.atelier.cli;

import dev.atelier.core.engine.FolderTree;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "bench",
        description = {
            "Measures where the time goes: the bare parts one after the other, then the whole job,",
            "on the same cores and items."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchCommand implements Callable<Integer> {
    private static final int FRAMES_COMPARED = 4;

    private final Wiring wiring;

    @Parameters(paramLabel = "INPUT", description = "A video, or a folder of images.")
    String input;

    @Option(names = "--style", paramLabel = "PICTURE", description = "The picture whose style to take.")
    String style;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "atelier",
            description = "The model; default ${DEFAULT-VALUE}.")
    String model;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "source",
            description = "Size to score: source, the shorter side (720p) or 1280x720.")
    String size;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "240",
            description = "About how many frames of a video to take; default ${DEFAULT-VALUE}.")
    int frames;

    @Option(
            names = "--against",
            paramLabel = "MODEL",
            description = {
                "Compare instead the scoring graphs of --model and of this, and of more where it is given more often:",
                "processor time a frame, on one thread, and frames per second against the last."
            })
    List<String> against = List.of();

    @Option(names = "--json", description = "Print the figures as JSON.")
    boolean json;

    BenchCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        if (frames < 2) {
            throw new InvalidRequestException("--frames is " + frames + "; expected 2 or more");
        }
        JobSpec asked = spec(input, null);
        if (!against.isEmpty()) {
            Map<String, Duel.Standing> standings = duel(asked);
            wiring.out().println(json ? Json.text(standings) : Duel.table(standings));
            wiring.out().flush();
            return ExitCode.DONE;
        }
        Path folder = Files.createTempDirectory("atelier-bench-");
        try {
            Map<String, Object> figures = measure(asked, folder);
            wiring.out().println(json ? Json.text(figures) : table(figures));
            wiring.out().flush();
            return ExitCode.DONE;
        } finally {
            FolderTree.delete(folder);
        }
    }

    private Map<String, Duel.Standing> duel(JobSpec asked) throws Exception {
        if (asked.input().kind() != JobSpec.Kind.VIDEO) {
            throw new InvalidRequestException(input + " is no video; models are compared on frames of a video");
        }
        try (Duel duel = new Duel(Duel.frames(wiring, asked, Math.min(frames, FRAMES_COMPARED)))) {
            duel.enterAllForms(wiring, model, asked.model().name(), BenchScorer.options(wiring, asked, model));
            for (String other : against) {
                duel.enter(other, BenchScorer.timed(wiring, asked, wiring.modelName(other)));
            }
            return duel.run();
        }
    }

    private JobSpec spec(String from, String output) {
        var arguments = new JobArguments();
        arguments.input = from;
        arguments.output = output;
        arguments.size = size;
        return new JobRequest(wiring, arguments, model, style, 1, "bench").spec();
    }

    private Map<String, Object> measure(JobSpec asked, Path folder) throws Exception {
        Wiring inside = wiring.elsewhere(new Home(folder.resolve("home")));
        BareBench bare;
        JobSpec job;
        if (asked.input().kind() == JobSpec.Kind.VIDEO) {
            String extension = input.contains(".") ? input.substring(input.lastIndexOf('.')) : ".mkv";
            Path excerpt = folder.resolve("excerpt" + extension);
            bare = BareVideo.excerpt(inside, asked, frames, excerpt);
            job = spec(excerpt.toString(), null);
        } else {
            bare = new BareImages(inside, asked);
            job = spec(input, folder.resolve("result").toString());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        Measurement decode = bare.decode();
        Measurement first = bare.first();
        Measurement scorer = bare.score();
        Measurement encode = bare.encode();
        var arguments = new RunArguments();
        arguments.quiet = true;
        Measurement whole = Measurement.of(bare.items(), () -> new JobExecution(inside, arguments).execute(job));
        figures.put("first", first);
        figures.put("decode", decode);
        figures.put("scorer", scorer);
        figures.put("encode", encode);
        figures.put("job", whole);
        figures.put("ratio", whole.seconds() / (decode.seconds() + scorer.seconds() + encode.seconds()));
        return figures;
    }

    private static String table(Map<String, Object> figures) {
        StringBuilder text = new StringBuilder("          seconds  cpu seconds  items/s\n");
        figures.forEach((name, value) -> {
            if (value instanceof Measurement m) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-8s %8.2f %12.2f %8.1f%n",
                        name,
                        m.seconds(),
                        m.cpuSeconds(),
                        m.framesPerSecond()));
            }
        });
        return text + String.format(Locale.ROOT, "the whole job took %.3f of its parts", (Double) figures.get("ratio"));
    }
}
