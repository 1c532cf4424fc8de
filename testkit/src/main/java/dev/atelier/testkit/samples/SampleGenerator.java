package dev.atelier.testkit.samples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the bundled samples: {@code clip.mp4}, {@code style.jpg}, {@code style-ink.jpg}, {@code style-mosaic.jpg}. */
public final class SampleGenerator {
    private static final int STYLE_SIZE = 768;
    private static final long STYLE_BYTES = 250_000;

    private final Path folder;

    /** @param folder where the samples go; created if missing */
    public SampleGenerator(Path folder) {
        this.folder = folder;
    }

    /** Paints the style pictures. */
    public void styles() throws IOException {
        Files.createDirectories(folder);
        style("style.jpg", new StrokePainting(STYLE_SIZE).paint());
        style("style-ink.jpg", new InkPainting(STYLE_SIZE).paint());
        style("style-mosaic.jpg", new MosaicPainting(STYLE_SIZE).paint());
    }

    /**
     * Renders and encodes the clip: 640 x 360, 24 frames a second.
     *
     * @param ffmpeg the FFmpeg program, a path or a name on the search path
     */
    public void clip(String ffmpeg) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        new ClipEncoder(ffmpeg).encode(640, 360, 24, folder.resolve("clip.mp4"));
    }

    private void style(String name, BufferedImage image) throws IOException {
        JpegFile.write(image, folder.resolve(name), STYLE_BYTES);
    }

    /** Arguments: the output folder and the FFmpeg program; without the latter, only the style pictures are made. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 1 || args.length > 2) {
            System.err.println("expected: OUTPUT-FOLDER [FFMPEG-PROGRAM]");
            System.exit(2);
        }
        SampleGenerator generator = new SampleGenerator(Path.of(args[0]));
        generator.styles();
        if (args.length == 2) {
            generator.clip(args[1]);
        }
    }
}
