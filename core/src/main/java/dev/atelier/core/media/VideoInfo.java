package dev.atelier.core.media;

import java.util.List;
import java.util.Set;

/**
 * What a probe found out about a video file.
 *
 * @param container the container's short names as the demuxer gives them, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param streams every stream of the file, by index
 * @param videoStream index of the stream whose frames are scored
 * @param width width of a frame as shown, in pixels, rotation applied
 * @param height height of a frame as shown, in pixels, rotation applied
 * @param rotation the turn that decoding applies, counter-clockwise in degrees: 0, 90, 180 or 270
 * @param depth bits a sample of the source: 8, 10, 12 or 16
 * @param alpha whether the source's frames have an alpha channel
 * @param colour the colour tags, to be carried to the output
 * @param sampleAspectRatio shape of a pixel as shown, {@code 1/1} for square
 * @param frames when each frame is shown
 * @param traits what else there is to know of its frames
 * @param damage what is missing of it, a sentence each: pictures at its beginning that are never shown; anything else
 *     only if it was probed to be salvaged
 */
public record VideoInfo(
        String container,
        List<StreamInfo> streams,
        int videoStream,
        int width,
        int height,
        int rotation,
        int depth,
        boolean alpha,
        ColourTags colour,
        Rational sampleAspectRatio,
        FrameTable frames,
        PictureTraits traits,
        List<String> damage) {
    private static final Set<String> HDR = Set.of("smpte2084", "arib-std-b67");

    public VideoInfo {
        streams = List.copyOf(streams);
        damage = List.copyOf(damage);
    }

    /** A whole video of plain frames. */
    public VideoInfo(
            String container,
            List<StreamInfo> streams,
            int videoStream,
            int width,
            int height,
            int rotation,
            int depth,
            boolean alpha,
            ColourTags colour,
            Rational sampleAspectRatio,
            FrameTable frames) {
        this(
                container,
                streams,
                videoStream,
                width,
                height,
                rotation,
                depth,
                alpha,
                colour,
                sampleAspectRatio,
                frames,
                PictureTraits.PLAIN,
                List.of());
    }

    /** Whether its samples stand for high dynamic range: by the curve of HDR10 (PQ) or of broadcasting (HLG). */
    public boolean highDynamicRange() {
        return HDR.contains(colour.transfer());
    }

    /** The same video, read with its range made standard; itself if it is that already. */
    public VideoInfo toneMapped() {
        if (!highDynamicRange()) {
            return this;
        }
        return new VideoInfo(
                container,
                streams,
                videoStream,
                width,
                height,
                rotation,
                depth,
                alpha,
                new ColourTags("tv", "bt709", "bt709", "bt709"),
                sampleAspectRatio,
                frames,
                new PictureTraits(traits.chroma(), traits.interlaced(), true, "", "", traits.cutOff()),
                damage);
    }

    /** The same pictures at other times, beside the streams of another file. */
    public VideoInfo beside(VideoInfo other, FrameTable times) {
        return new VideoInfo(
                other.container,
                other.streams,
                other.videoStream,
                width,
                height,
                rotation,
                depth,
                alpha,
                colour,
                sampleAspectRatio,
                times,
                traits,
                damage);
    }

    /** The picture format that loses nothing of the source. */
    public PictureFormat pictureFormat() {
        if (depth > 8) {
            return alpha ? PictureFormat.RGBA16 : PictureFormat.RGB16;
        }
        return alpha ? PictureFormat.RGBA8 : PictureFormat.RGB8;
    }
}
