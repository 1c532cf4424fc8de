package dev.atelier.video;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoInfo;
import java.util.ArrayList;
import java.util.List;

/** Reads the keyframes of a range alone, small: the decoder skips all others, and what smooths between blocks. */
final class KeyframeReader implements FrameReader {
    /** Whole pictures that are not marked as keyframes do not count, though a decoder takes them for some. */
    private static final String KEYFRAMES = "noise=amount=0:drop='not(key)'";

    private final SourceAddress source;
    private final int width;
    private final int height;
    private final int expected;
    private final ChildProcess decoder;
    private int delivered;

    KeyframeReader(Ffmpeg ffmpeg, SourceAddress source, VideoInfo info, FrameRange range, int width, int height) {
        this.source = source;
        this.width = width;
        this.height = height;
        int count = 0;
        for (int frame = range.first(); frame < range.end(); frame++) {
            count += info.frames().keyframes()[frame] ? 1 : 0;
        }
        expected = count;
        List<String> arguments = new ArrayList<>(List.of("-skip_loop_filter", "all"));
        RangeArguments plan = RangeArguments.of(source, info, range);
        arguments.addAll(plan.input(ffmpeg.decodingGuard(source)));
        int filter = arguments.indexOf("-bsf:v") + 1;
        if (filter > 0) {
            arguments.set(filter, arguments.get(filter) + "," + KEYFRAMES);
        } else {
            arguments.addAll(arguments.indexOf("-xerror"), List.of("-bsf:v", KEYFRAMES));
        }
        List<String> output = plan.output(ColourFilter.toRgb(info, width, height, PixelLayout.of(PictureFormat.RGB8)));
        // one more than there should be is asked for, so that it is seen
        output.set(output.indexOf("-frames:v") + 1, String.valueOf(expected + 1));
        arguments.addAll(output);
        arguments.addAll(List.of("-f", "rawvideo", "pipe:1"));
        decoder = ffmpeg.ffmpeg(arguments, plan.patience(), false);
    }

    @Override
    public Picture next() throws InterruptedException {
        byte[] samples = new byte[PictureFormat.RGB8.bytes(width, height)];
        boolean whole = decoder.read(samples) == samples.length;
        if (whole == (delivered == expected)) {
            throw new PoisonItemException(source.name() + " has " + (whole ? "more" : "fewer") + " keyframes than the "
                    + expected + " that are marked");
        }
        delivered++;
        return whole ? new Picture(width, height, PictureFormat.RGB8, samples) : null;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
