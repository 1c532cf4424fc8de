package dev.atelier.cli;

import dev.atelier.core.job.JobOptions.OnFailedFrame;
import dev.atelier.core.job.ModelHandling.Statistics;
import dev.atelier.core.job.VideoHandling.Interlaced;
import dev.atelier.core.media.ImageFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoEncoder;
import dev.atelier.core.scoring.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a job that style, score and triggers have in common. */
final class JobArguments {
    /** What is scored: the command that has these arguments knows where it comes from. */
    String input;

    /** Where the result goes; null for the usual place. */
    String output;

    /** What a video's frames are written as, each on its own; null for a video again. */
    ImageFormat frames;

    /** Whether a folder's images are frames of a video that is to be made of them. */
    boolean stitch;

    /** Frames a second, where nothing else tells; may be null. */
    Rational rate;

    @Option(names = "--overwrite", description = "Replace an output that exists.")
    boolean overwrite;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "source",
            description = "Size to score and to give back: source, the shorter side (720p) or 1280x720.")
    String size = "source";

    @Option(
            names = "--quality",
            paramLabel = "0..100",
            defaultValue = "75",
            description = "Quality of the video or of JPEG and WebP images; default ${DEFAULT-VALUE}.")
    int quality = 75;

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description = "Video codec: h264, hevc, vp9, av1, ffv1 or prores; by default the container's usual one.")
    String codec;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "Where the model runs; default ${DEFAULT-VALUE}.")
    String device = "cpu";

    @Option(
            names = "--statistics",
            paramLabel = "shot|frame",
            defaultValue = "shot",
            description =
                    "Where a video's normalisations take their statistics from: sampled once from each shot, which"
                            + " is faster and steadier, or from each frame.")
    Statistics statistics = Statistics.SHOT;

    @Option(
            names = "--precision",
            paramLabel = "auto|fp32|int8|fp16",
            description = "Numbers to compute with. auto: 8 bits where nobody sees the difference and it is faster, 32"
                    + " bits elsewhere; the default for styles, fp32 is for score. fp16 is for CUDA.")
    Precision precision;

    @Option(
            names = "--batch-size",
            paramLabel = "N|auto",
            defaultValue = "auto",
            description = "Items a batch: the unit of retry and resume. auto chooses from measured costs.")
    String batchSize = "auto";

    @Option(
            names = "--max-failed-items",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many items may fail before the job does; default ${DEFAULT-VALUE}.")
    long maxFailedItems;

    @Option(
            names = "--on-failed-frame",
            paramLabel = "fail|source|previous",
            defaultValue = "fail",
            description = "What takes the place of a video's failed frame; default ${DEFAULT-VALUE}.")
    OnFailedFrame onFailedFrame = OnFailedFrame.FAIL;

    @Option(
            names = "--hdr",
            paramLabel = "auto|keep|tonemap",
            defaultValue = "auto",
            description = "High dynamic range: the model sees it as encoded and the result has it, or both get standard"
                    + " range; auto keeps it for the model identity alone.")
    String hdr = "auto";

    @Option(
            names = "--interlaced",
            paramLabel = "deinterlace|refuse",
            defaultValue = "deinterlace",
            description = "Interlaced videos: made whole frames, as many as there are, or refused.")
    Interlaced interlaced = Interlaced.DEINTERLACE;

    @Option(
            names = "--steady",
            paramLabel = "off|on|0..1",
            defaultValue = "off",
            description =
                    "How much a video's painted frames are steadied by their neighbours; default ${DEFAULT-VALUE}.")
    String steady = "off";

    @Option(
            names = "--encoder",
            paramLabel = "ENCODER",
            defaultValue = "software",
            description = "What encodes the video: software, or nvenc, qsv, vaapi or videotoolbox where doctor lists"
                    + " them. Only software gives the same bytes everywhere.")
    VideoEncoder encoder = VideoEncoder.SOFTWARE;

    @Option(
            names = "--video-stream",
            paramLabel = "INDEX",
            description = "Which stream of a file with several videos to score, counted from 0 among all streams; by"
                    + " default the one that players show. The others are kept as they are.")
    Integer videoStream;

    @Mixin
    LimitArguments limits = new LimitArguments();

    @Option(names = "--salvage", description = "Score of a damaged video what decodes; the report lists what was lost.")
    boolean salvage;
}
