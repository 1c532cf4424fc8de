package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.media.Rational;
import dev.atelier.scoring.onnx.OnnxRuntime;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "stitch",
        description = {
            "Makes a video of a folder of numbered frames, with the times and streams that split left beside them.",
            "Frames from elsewhere (00000_name.jpg and so on, beside one file of sound at most) need their --rate."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StitchCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    PlaceArguments places;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description = "Frames a second, such as 24 or 30000/1001, where there is no frames.json.")
    String rate;

    @Option(
            names = "--quality",
            paramLabel = "0..100",
            defaultValue = "75",
            description = "Quality of the video; default ${DEFAULT-VALUE}.")
    int quality;

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description = "Video codec: h264, hevc, vp9, av1, ffv1 or prores; by default the container's usual one.")
    String codec;

    @Option(names = "--overwrite", description = "Replace a video that exists.")
    boolean overwrite;

    @Mixin
    RunArguments run;

    StitchCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        JobArguments job = places.of(new JobArguments());
        job.stitch = true;
        job.rate = rate == null ? null : rate(rate);
        job.quality = quality;
        job.codec = codec;
        job.overwrite = overwrite;
        var request = new JobRequest(wiring, job, OnnxRuntime.IDENTITY, null, 1, "stitched");
        return new JobExecution(wiring, run).execute(request.spec());
    }

    private static Rational rate(String text) {
        if (!text.matches("[1-9]\\d{0,6}([/:][1-9]\\d{0,6})?")) {
            throw new InvalidRequestException(
                    "--rate is " + text + "; expected frames a second, such as 24 or 30000/1001");
        }
        return Rational.parse(text);
    }
}
