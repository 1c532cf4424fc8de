package dev.atelier.cli;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.FrameSize;
import dev.atelier.core.job.JobOptions;
import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.ModelHandling;
import dev.atelier.core.job.ModelHandling.Statistics;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.job.OutputForm.Records.Format;
import dev.atelier.core.job.VideoHandling;
import dev.atelier.core.job.VideoHandling.Hdr;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.scoring.ModelInfo;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectName;
import dev.atelier.scoring.onnx.OnnxRuntime;
import dev.atelier.video.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Turns what a user typed into a job's specification, or into a list of everything that is wrong with it. */
final class JobRequest {
    /** What takes a style where no model is named. */
    static final String STYLE_MODEL = "atelier";

    private final Wiring wiring;
    private final JobArguments arguments;
    private final String model;
    private final String style;
    private final double strength;
    private final String suffix;
    private final UnaryOperator<String> place;
    private final List<String> problems = new ArrayList<>();

    /**
     * @param style the style picture's address, or null
     * @param suffix what the default output's name ends in
     */
    JobRequest(Wiring wiring, JobArguments arguments, String model, String style, double strength, String suffix) {
        this(wiring, arguments, model, style, strength, suffix, UnaryOperator.identity());
    }

    /** @param place gives the address of a result that was given none, from what it would be beside the input */
    JobRequest(
            Wiring wiring,
            JobArguments arguments,
            String model,
            String style,
            double strength,
            String suffix,
            UnaryOperator<String> place) {
        this.wiring = wiring;
        this.arguments = arguments;
        this.model = model;
        this.style = style;
        this.strength = strength;
        this.suffix = suffix;
        this.place = place;
    }

    /** @throws InvalidRequestException with all problems together */
    JobSpec spec() {
        var inputs = new RequestFiles(wiring.stores());
        JobSpec.Input input = checked(() -> inputs.input(arguments.input));
        JobSpec.Style stylePicture = style == null ? null : checked(() -> inputs.style(style));
        ModelInfo info = checked(() -> wiring.runtime().inspect(model));
        checkNumbers();
        Limits limits = checked(arguments.limits::limits);
        FrameSize size = checked(this::size);
        Integer batchSize = checked(this::batchSize);
        Hdr hdr = checked(this::hdr);
        Double steady = checked(() -> Steadiness.parse(arguments.steady));
        boolean painted = info == null || !info.output().isRecord();
        if (steady != null && steady > 0 && input != null && !(input.kind() == JobSpec.Kind.VIDEO && painted)) {
            problems.add("--steady is for videos that are painted; leave it out");
        }
        OutputForm form = info == null || input == null ? null : checked(() -> form(input.kind(), info));
        if (info != null && info.takesStyle() && style == null) {
            problems.add("model " + info.name() + " takes its style from a picture; name one with --style PICTURE");
        }
        if (info != null && !info.takesStyle() && style != null) {
            problems.add(
                    "model " + info.name() + " takes no style picture; leave --style out, or choose another model");
        }
        if (form instanceof OutputForm.Video video) {
            checked(() -> checkEncoder(video));
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        wiring.limit(limits);
        String address = arguments.output != null ? arguments.output : place.apply(defaultOutput(input, form));
        Location output = wiring.stores().locate(address);
        checkApart(input.address(), output.toString());
        wiring.mounts().check(new Location(output.store(), ""));
        return new JobSpec(
                input,
                new JobSpec.Model(wiring.modelName(model), info.digest(), arguments.device),
                stylePicture,
                new JobSpec.Output(output.toString(), arguments.overwrite, form),
                options(size, batchSize, hdr, steady, info),
                wiring.runtimes());
    }

    private static void checkApart(String input, String output) {
        if (output.equals(input) || output.startsWith(input + "/")) {
            throw new InvalidRequestException("the output " + output + " is "
                    + (output.equals(input) ? "the input itself" : "inside the input")
                    + "; name another output with -o");
        }
    }

    private <T> T checked(Supplier<T> part) {
        try {
            return part.get();
        } catch (InvalidRequestException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private OutputForm.Video checkEncoder(OutputForm.Video video) {
        try {
            wiring.hardware().refusal(video.encoder(), video.codec()).ifPresent(reason -> {
                throw new InvalidRequestException("--encoder: " + reason);
            });
            return video;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("interrupted", e);
        }
    }

    private void checkNumbers() {
        if (!(strength >= 0 && strength <= 1)) {
            problems.add("--strength is " + strength + "; expected a number from 0 to 1");
        }
        if (arguments.quality < 0 || arguments.quality > 100) {
            problems.add("--quality is " + arguments.quality + "; expected a number from 0 to 100");
        }
        if (arguments.videoStream != null && arguments.videoStream < 0) {
            problems.add("--video-stream is " + arguments.videoStream + "; expected 0 or more");
        }
        if (arguments.maxFailedItems < 0) {
            problems.add("--max-failed-items is " + arguments.maxFailedItems + "; expected 0 or more");
        }
    }

    private JobOptions options(FrameSize size, int batchSize, Hdr hdr, double steady, ModelInfo info) {
        boolean replace = arguments.salvage && arguments.onFailedFrame == OnFailedFrame.FAIL;
        return new JobOptions(
                strength,
                size,
                batchSize,
                arguments.salvage ? Long.MAX_VALUE : arguments.maxFailedItems,
                replace ? OnFailedFrame.PREVIOUS : arguments.onFailedFrame,
                new VideoHandling(
                        hdr,
                        arguments.interlaced,
                        arguments.salvage,
                        arguments.videoStream == null ? -1 : arguments.videoStream),
                steady,
                handling(info));
    }

    /** What says no pictures gains nothing by statistics of a shot, and is nobody's to guess the precision of. */
    private ModelHandling handling(ModelInfo info) {
        boolean paints = info.output() == ModelInfo.OutputKind.IMAGE && !model.equals(OnnxRuntime.IDENTITY);
        Precision otherwise = info.takesStyle() ? Precision.AUTO : Precision.FP32;
        return new ModelHandling(
                paints ? arguments.statistics : Statistics.FRAME,
                arguments.precision == null ? otherwise : arguments.precision);
    }

    /** A model was trained on pictures of standard range; only one that changes nothing is at home in any other. */
    private Hdr hdr() {
        return switch (arguments.hdr) {
            case "auto" -> model.equals(OnnxRuntime.IDENTITY) ? Hdr.KEEP : Hdr.TONEMAP;
            case "keep" -> Hdr.KEEP;
            case "tonemap" -> Hdr.TONEMAP;
            default ->
                throw new InvalidRequestException(
                        "--hdr is " + arguments.hdr + "; expected one of auto, keep, tonemap");
        };
    }

    private FrameSize size() {
        try {
            return FrameSize.parse(arguments.size);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("--size: " + e.getMessage());
        }
    }

    /** Items a batch; 0 for a choice from measured costs. */
    private int batchSize() {
        if (arguments.batchSize.equals("auto")) {
            return 0;
        }
        if (!arguments.batchSize.matches("[1-9]\\d{0,8}")) {
            throw new InvalidRequestException(
                    "--batch-size is " + arguments.batchSize + "; expected a number from 1 on, or auto");
        }
        return Integer.parseInt(arguments.batchSize);
    }

    private OutputForm form(JobSpec.Kind kind, ModelInfo info) {
        String extension = arguments.output == null ? "" : extensionOf(arguments.output);
        if (info.output().isRecord()) {
            return records(extension, info);
        }
        if (arguments.frames != null && kind != JobSpec.Kind.VIDEO) {
            throw new InvalidRequestException(arguments.input + " is no video; expected one, to split it into frames");
        }
        if (arguments.stitch && kind != JobSpec.Kind.FOLDER) {
            throw new InvalidRequestException(arguments.input + " is no folder; expected one with numbered frames");
        }
        return switch (kind) {
            case VIDEO ->
                arguments.frames == null
                        ? video(extension)
                        : new OutputForm.Images(arguments.frames, arguments.quality);
            case IMAGE -> image(extension);
            case FOLDER -> arguments.stitch ? video(extension) : new OutputForm.Images(null, arguments.quality);
        };
    }

    private static OutputForm records(String extension, ModelInfo info) {
        return switch (extension.toLowerCase(Locale.ROOT)) {
            case "", "jsonl", "json", "ndjson" -> new OutputForm.Records(Format.JSONL);
            case "csv" -> new OutputForm.Records(Format.CSV);
            default ->
                throw new InvalidRequestException("model " + info.name() + " gives records ("
                        + info.output().name().toLowerCase(Locale.ROOT) + "), which cannot be written to a ."
                        + extension
                        + " file; expected -o FILE.jsonl or FILE.csv");
        };
    }

    private OutputForm.Video video(String extension) {
        Container container;
        if (arguments.output == null) {
            container = Container.following(extensionOf(arguments.input));
        } else {
            container = Container.ofExtension(extension)
                    .orElseThrow(
                            () -> new InvalidRequestException(
                                    "the output " + wiring.stores().locate(arguments.output)
                                            + " is no video by its name; expected one that ends in .mp4, .mov, .mkv, .webm or .ts"));
        }
        VideoCodec codec = container.codecs().get(0);
        if (arguments.codec != null) {
            codec = Optional.ofNullable(codecs().get(arguments.codec.toLowerCase(Locale.ROOT)))
                    .orElseThrow(() -> new InvalidRequestException("--codec is " + arguments.codec
                            + "; expected one of " + String.join(", ", codecs().keySet())));
            if (!container.codecs().contains(codec)) {
                throw new InvalidRequestException("a ." + container.extension() + " file is not given "
                        + arguments.codec + " here; expected one of " + container.codecs());
            }
        }
        return new OutputForm.Video(container, codec, arguments.quality, arguments.encoder, arguments.rate);
    }

    private static Map<String, VideoCodec> codecs() {
        Map<String, VideoCodec> codecs = new TreeMap<>();
        for (VideoCodec codec : VideoCodec.values()) {
            codecs.put(codec.name().toLowerCase(Locale.ROOT), codec);
        }
        return codecs;
    }

    private OutputForm image(String extension) {
        ImageFormat format = arguments.output == null
                ? ImageFormat.ofExtension(extensionOf(arguments.input)).orElse(ImageFormat.PNG)
                : ImageFormat.ofExtension(extension)
                        .orElseThrow(() -> new InvalidRequestException(
                                "the output " + wiring.stores().locate(arguments.output)
                                        + " is no image by its name; expected one that ends in .jpg, .png, .webp,"
                                        + " .tif or .exr"));
        return new OutputForm.Images(format, arguments.quality);
    }

    /** Of the object's name: what follows a link's question mark is no part of it. */
    private String extensionOf(String address) {
        return ObjectName.extension(wiring.stores().locate(address).name());
    }

    private String defaultOutput(JobSpec.Input input, OutputForm form) {
        String name = input.address();
        if (name.matches("https?:.*")) {
            throw new InvalidRequestException(
                    "beside the link " + name + " is no place for an output; name one with -o");
        }
        boolean folder = input.kind() == JobSpec.Kind.FOLDER;
        String extension = folder ? "" : ObjectName.extension(name);
        String stem = extension.isEmpty()
                ? name.replaceFirst("/+$", "")
                : name.substring(0, name.length() - extension.length() - 1);
        boolean one = arguments.frames == null && !(folder && form instanceof OutputForm.Images);
        return stem + "-" + suffix + (one ? "." + extension(form) : "");
    }

    private static String extension(OutputForm form) {
        if (form instanceof OutputForm.Video video) {
            return video.container().extension();
        }
        return form instanceof OutputForm.Records records
                ? records.format() == Format.CSV ? "csv" : "jsonl"
                : ((OutputForm.Images) form).format().extension();
    }
}
