package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DamagedVideoTest {
    private final FfmpegVideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = GeneratedVideo.class,
            // A transport stream does not tell how long it is: what is cut off cleanly is not missed.
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BROADCAST", "STREAM"})
    void a_video_that_breaks_off_is_refused(GeneratedVideo kind) throws Exception {
        byte[] whole = Files.readAllBytes(kind.in(folder));
        Path half = Files.write(folder.resolve("half"), Arrays.copyOf(whole, whole.length * 6 / 10));

        assertThatThrownBy(() -> videoIo.probe(half.toUri()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(half.toString())
                .hasMessageMatching("[^\\n]{1,400}");
    }

    @Test
    void an_index_at_the_front_does_not_hide_that_the_rest_is_missing() throws Exception {
        Path film = GeneratedVideo.FILM.in(folder);
        Path front = folder.resolve("front.mp4");
        Program.ffmpeg("-i", film.toString(), "-c", "copy", "-movflags", "+faststart", front.toString());
        byte[] whole = Files.readAllBytes(front);
        Files.write(front, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> videoIo.probe(front.toUri()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("front.mp4 is damaged")
                .hasMessageMatching(".*up to [012]\\.\\d+ s.*");
    }

    @Test
    void the_first_frame_that_does_not_decode_is_named_by_its_very_time() throws Exception {
        Path film = GeneratedVideo.FILM.in(folder);
        VideoInfo info = videoIo.probe(film.toUri());
        List<String> packets = Program.ffprobe(
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "packet=pts,pos,size",
                        "-of",
                        "csv=p=0",
                        film.toString())
                .lines();
        for (int damagedPacket : new int[] {30, 41, 52}) {
            byte[] bytes = Files.readAllBytes(film);
            String[] fields = packets.get(damagedPacket).split(",", -1);
            int at = Integer.parseInt(fields[2]);
            // Behind its length and its kind; noise may pass for a picture.
            Arrays.fill(bytes, at + 5, at + Integer.parseInt(fields[1]), (byte) 0);
            Path damaged = Files.write(folder.resolve("damaged.mp4"), bytes);
            // What was decoded before the damaged packet is whole; of the rest nobody knows.
            Set<Long> whole = packets.subList(0, damagedPacket).stream()
                    .map(line -> Long.valueOf(line.split(",", -1)[0]))
                    .collect(Collectors.toSet());
            int first = 0;
            while (whole.contains(info.frames().timestamps()[first])) {
                first++;
            }

            for (FrameRange range : List.of(new FrameRange(0, 72), new FrameRange(25, 40))) {
                Throwable thrown = catchThrowable(() -> readAll(damaged, info, range));

                assertThat(thrown)
                        .as("packet %d, frames %s", damagedPacket, range)
                        .isInstanceOf(PoisonItemException.class)
                        .hasMessageContaining(String.format(
                                Locale.ROOT,
                                "damaged.mp4 is damaged at %.3f s: frame %d does not decode",
                                info.frames().seconds(first),
                                first));
            }
            readAll(damaged, info, new FrameRange(0, first)); // though its decoder has read on into the damage
        }
    }

    @Test
    void a_thousand_flipped_bits_end_in_a_result_or_in_one_line() throws Exception {
        Random random = new Random(9);
        for (GeneratedVideo kind : GeneratedVideo.values()) {
            byte[] bytes = Files.readAllBytes(kind.in(folder));
            for (int i = 0; i < 80; i++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path flipped = Files.write(folder.resolve("flipped"), bytes);

            Throwable thrown = catchThrowable(() -> {
                VideoInfo info = videoIo.probe(flipped.toUri());
                readAll(flipped, info, new FrameRange(0, info.frames().count()));
            });

            if (thrown != null) {
                assertThat(thrown)
                        .as("%s", kind)
                        .isInstanceOfAny(InvalidRequestException.class, PoisonItemException.class)
                        .hasMessageContaining("flipped")
                        .hasMessageMatching("[^\\n]{1,600}");
            }
        }
    }

    @Test
    void sound_alone_is_no_video() throws Exception {
        Path sound = folder.resolve("sound.mp4");
        Program.ffmpeg("-f", "lavfi", "-i", "sine=duration=1", sound.toString());

        assertThatThrownBy(() -> videoIo.probe(sound.toUri()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(sound + " has no video stream");
    }

    @Test
    void limits_hold() throws Exception {
        URI film = GeneratedVideo.FILM.in(folder).toUri();
        Limits small = new Limits(100 * 90, 1000, Duration.ofMinutes(1), Duration.ofMinutes(1));
        Limits few = new Limits(1 << 28, 71, Duration.ofMinutes(1), Duration.ofMinutes(1));

        assertThatThrownBy(() -> new FfmpegVideoIo(SharedTools.TOOLS, small).probe(film))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("160x90");
        assertThatThrownBy(() -> new FfmpegVideoIo(SharedTools.TOOLS, few).probe(film))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("more than 71 frames");
    }

    @Test
    void other_addresses_are_refused_and_secrets_in_links_are_not_told() {
        for (String address :
                List.of("ftp://example.org/a.mp4", "http://example.org/a.mp4", "concat:a|b", "data:text/plain,x")) {
            assertThatThrownBy(() -> videoIo.probe(URI.create(address.replace("|", "%7C"))))
                    .as(address)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("expected a file or an https address");
        }
        assertThatThrownBy(() -> videoIo.probe(URI.create("http://127.0.0.1:9/clip.mp4?signature=planted")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("127.0.0.1/clip.mp4")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("planted"));
    }

    private void readAll(Path file, VideoInfo info, FrameRange range) throws Exception {
        try (FrameReader reader = videoIo.read(file.toUri(), info, range, 160, 90, PictureFormat.RGB8)) {
            while (reader.next() != null) {
                // Only whether it goes to the end counts.
            }
        }
    }

    @Test
    void a_duration_that_is_told_wrong_is_no_damage() throws Exception {
        byte[] mkv = Files.readAllBytes(CorpusVideo.RATE_59_94.in(folder));
        String text = new String(mkv, StandardCharsets.ISO_8859_1).replace("00:00:01.", "00:01:01.");
        Path longer = Files.write(folder.resolve("longer.mkv"), text.getBytes(StandardCharsets.ISO_8859_1));
        byte[] mp4 = Files.readAllBytes(CorpusVideo.RATE_23_976.in(folder));
        int header = new String(mp4, StandardCharsets.ISO_8859_1).indexOf("mvhd");
        mp4[header + 21] = 0x7f; // hours instead of seconds
        Path hours = Files.write(folder.resolve("hours.mp4"), mp4);

        assertThat(videoIo.probe(longer.toUri()).frames().count()).isEqualTo(96);
        assertThat(videoIo.probe(hours.toUri()).frames().count()).isEqualTo(39);
    }
}
