package dev.atelier.testkit.samples;

import dev.atelier.core.media.Picture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Encodes the scene and its sound to an MP4 file (H.264 and AAC) with a given FFmpeg program. */
final class ClipEncoder {
    /** To the matrix, range and subsampling of television, and tagged so. */
    private static final String CONVERSION = "scale=out_color_matrix=bt709:out_range=tv"
            + ":flags=lanczos+accurate_rnd+full_chroma_int,format=yuv420p"
            + ",setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709";

    /** One thread and no version strings, so that the same program gives the same bytes. */
    private static final String SETTINGS = "-c:v libx264 -preset slow -crf 24 -threads 1 -c:a aac -b:a 128k"
            + " -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -movflags +faststart";

    private final String ffmpeg;

    ClipEncoder(String ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** Writes the clip; an existing file is replaced. */
    void encode(int width, int height, int framesPerSecond, Path clip) throws IOException, InterruptedException {
        Path sound = Files.createTempFile("atelier-sound", ".wav");
        try {
            double[][] channels = new Soundtrack().channels(Scene.DURATION);
            Files.write(sound, WaveFile.of(Soundtrack.SAMPLE_RATE, channels));
            Process process = new ProcessBuilder(command(width, height, framesPerSecond, sound, clip))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream frames = process.getOutputStream()) {
                feed(frames, width, height, framesPerSecond);
            } catch (IOException closed) {
                // the program has ended early: its status tells more than the broken pipe does
                throw new IOException(ending(process, clip), closed);
            }
            if (process.waitFor() != 0) {
                throw new IOException(ending(process, clip));
            }
        } finally {
            Files.delete(sound);
        }
    }

    private static void feed(OutputStream frames, int width, int height, int framesPerSecond) throws IOException {
        Scene scene = new Scene();
        long count = Math.round(Scene.DURATION * framesPerSecond);
        for (int i = 0; i < count; i++) {
            Picture frame = scene.picture(width, height, (double) i / framesPerSecond);
            frames.write(frame.samples());
        }
    }

    private String ending(Process process, Path clip) throws InterruptedException {
        return ffmpeg + " ended with status " + process.waitFor() + " while it encoded " + clip
                + "; its own message is on the standard error";
    }

    private List<String> command(int width, int height, int framesPerSecond, Path sound, Path clip) {
        List<String> command = new ArrayList<>(List.of(ffmpeg, "-v", "error", "-y"));
        command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "gbrp", "-s", width + "x" + height));
        command.addAll(List.of("-r", Integer.toString(framesPerSecond), "-i", "-", "-i", sound.toString()));
        command.addAll(List.of("-map", "0:v", "-map", "1:a", "-vf", CONVERSION));
        command.addAll(List.of(SETTINGS.split(" ", -1)));
        command.addAll(List.of("-t", Double.toString(Scene.DURATION), clip.toString()));
        return command;
    }
}
