package dev.atelier.cli;

import dev.atelier.core.media.ImageFormat;
import dev.atelier.scoring.onnx.OnnxRuntime;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "split",
        description = {
            "Splits a video into a folder of numbered frames, with everything beside them that is needed to make it again:",
            "frames.json tells when each is shown, and streams.* holds the sound and all other streams."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SplitCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    PlaceArguments places;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "jpeg",
            description = "jpeg, webp, or without loss and with up to 16 bits a sample: png, tiff, exr (linear light);"
                    + " default ${DEFAULT-VALUE}.")
    ImageFormat format = ImageFormat.JPEG;

    @Option(
            names = "--quality",
            paramLabel = "0..100",
            defaultValue = "95",
            description = "Quality of JPEG and WebP; at 100 WebP is without loss. Default ${DEFAULT-VALUE}.")
    int quality;

    @Option(names = "--overwrite", description = "Replace frames that exist.")
    boolean overwrite;

    @Mixin
    RunArguments run;

    SplitCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        JobArguments job = places.of(new JobArguments());
        job.frames = format;
        job.quality = quality;
        job.overwrite = overwrite;
        var request = new JobRequest(wiring, job, OnnxRuntime.IDENTITY, null, 1, "frames");
        return new JobExecution(wiring, run).execute(request.spec());
    }
}
