package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.media.ColourTags;
import dev.atelier.core.media.EncodeSettings;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.Rational;
import dev.atelier.core.media.VideoCodec;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.testkit.MovingScene;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BarePartsTest {
    private final BareParts parts = new BareParts(SharedTools.TOOLS, Limits.DEFAULT);

    @TempDir
    Path folder;

    @Test
    void decoding_costs_time() throws Exception {
        Path film = GeneratedVideo.FILM.in(folder);
        VideoInfo info = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT).probe(film.toUri());

        BareParts.Cost cost = parts.decode(film.toUri(), info, new FrameRange(5, 60), 160, 90, PictureFormat.RGB8, 2);

        assertThat(cost.frames()).isEqualTo(60);
        assertThat(cost.seconds()).isPositive();
        assertThat(cost.cpuSeconds()).isPositive();
        assertThat(cost.framesPerSecond()).isEqualTo(60 / cost.seconds());
    }

    @Test
    void encoding_costs_time_and_leaves_nothing() throws Exception {
        EncodeSettings settings = new EncodeSettings(VideoCodec.H264, 75, ColourTags.UNSPECIFIED, new Rational(1, 1));

        BareParts.Cost cost =
                parts.encode(new MovingScene(160, 90, PictureFormat.RGB8).frames(3), 50, settings, folder, 2);

        assertThat(cost.frames()).isEqualTo(50);
        assertThat(cost.cpuSeconds()).isPositive();
        assertThat(folder).isEmptyDirectory();
    }
}
