package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that reach for others, and files that cost more than they should. */
@Timeout(120)
final class HostileVideoTest {
    private final FfmpegVideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private byte[] served = {};

    @TempDir
    Path folder;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            try (exchange;
                    OutputStream body = exchange.getResponseBody()) {
                while (served.length > 0) {
                    body.write(served); // without an end
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void playlists_reach_neither_the_network_nor_other_files() throws Exception {
        String link = link("secret.ts");
        String film = GeneratedVideo.STREAM.in(folder).toString();
        List<String> playlists = List.of(
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + link + "\n#EXT-X-ENDLIST\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://" + film + "\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '" + film + "'\n",
                "ffconcat version 1.0\nfile '" + link + "'\n",
                """
                v=0
                o=- 0 0 IN IP4 127.0.0.1
                s=x
                c=IN IP4 127.0.0.1
                t=0 0
                m=video 4444 RTP/AVP 96
                a=rtpmap:96 H264/90000
                """,
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period><BaseURL>"
                        + link + "</BaseURL></Period></MPD>",
                "<smil><body><video src=\"" + link + "\"/></body></smil>",
                "[playlist]\nFile1=" + link + "\n");
        for (String playlist : playlists) {
            for (String extension : List.of("mp4", "m3u8", "ffconcat", "sdp", "mpd")) {
                Path file = Files.writeString(folder.resolve("list." + extension), playlist);

                assertThatThrownBy(() -> videoIo.probe(file.toUri()))
                        .as(playlist)
                        .isInstanceOf(InvalidRequestException.class)
                        .hasMessageMatching("[^\\n]{1,400}");
            }
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void the_name_of_a_file_means_nothing() throws Exception {
        Path film = GeneratedVideo.FILM.in(folder);
        for (String name :
                List.of("film.jpg", "film.m3u8", "film.avi", "film", "concat:a|b.mp4", "%03d.mp4", "-i.mp4")) {
            Path renamed = Files.copy(film, folder.resolve(name));

            assertThat(videoIo.probe(renamed.toUri()).frames().timestamps())
                    .as(name)
                    .isEqualTo(videoIo.probe(film.toUri()).frames().timestamps());
        }
    }

    @Test
    void a_header_that_tells_of_enormous_frames_is_refused() throws Exception {
        byte[] gif = Files.readAllBytes(CorpusVideo.GIF.in(folder));
        for (int i = 6; i < 10; i++) {
            gif[i] = (byte) 0xff;
        }
        Path enormous = Files.write(folder.resolve("enormous.gif"), gif);

        assertThatThrownBy(() -> videoIo.probe(enormous.toUri()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("65535x65535");
    }

    @Test
    void frames_that_are_larger_than_their_header_says_are_not_decoded() throws Exception {
        Path small = folder.resolve("small.avi");
        Program.ffmpeg(
                "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=5:duration=2", "-c:v", "mjpeg", small.toString());
        byte[] bytes = Files.readAllBytes(small);
        int frame = 0;
        for (int i = 0; i + 9 < bytes.length; i++) {
            boolean size = (bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == 0xc0 && bytes[i + 2] == 0;
            if (size && ++frame > 5) {
                for (int at = i + 5; at < i + 9; at++) {
                    bytes[at] = (byte) 0xf0; // 61680 pixels a side
                }
            }
        }
        assertThat(frame).isEqualTo(10);
        Path bomb = Files.write(folder.resolve("bomb.avi"), bytes);
        VideoInfo info = videoIo.probe(bomb.toUri());

        Throwable thrown = catchThrowable(() -> {
            try (FrameReader reader =
                    videoIo.read(bomb.toUri(), info, new FrameRange(0, 10), 160, 90, PictureFormat.RGB8)) {
                while (reader.next() != null) {
                    // Only how it ends counts.
                }
            }
        });

        assertThat(thrown)
                .isInstanceOf(PoisonItemException.class)
                .hasMessageContaining("damaged at 1.000 s: frame 5 does not decode");
    }

    @Test
    void a_stream_without_end_is_left_after_the_longest_time_allowed() throws Exception {
        served = Files.readAllBytes(GeneratedVideo.STREAM.in(folder));
        Limits limits = new Limits(1 << 28, 10_000_000, Duration.ofSeconds(2), Duration.ofSeconds(20));

        assertThatThrownBy(() -> new FfmpegVideoIo(SharedTools.TOOLS, limits).probe(URI.create(link("endless.ts"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("endless.ts takes more than 2 s to read, the longest allowed (--max-read-time)");
    }

    @Test
    void a_track_that_says_its_media_lie_in_another_file_does_not_get_them() throws Exception {
        Path film = GeneratedVideo.FILM.in(folder);
        byte[] whole = Files.readAllBytes(film);
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        int media = text.indexOf("mdat") + 4;
        byte[] alias = alias(film.toString());
        int reference = text.indexOf("dref") + 12; // behind its count, which is 1
        int grown = alias.length - 12; // the size of the reference to itself
        for (String box : List.of("moov", "trak", "mdia", "minf", "dinf", "dref")) {
            int at = text.indexOf(box, box.equals("moov") ? 0 : text.indexOf("moov")) - 4;
            ByteBuffer.wrap(whole).putInt(at, ByteBuffer.wrap(whole).getInt(at) + grown);
        }
        // Of the media themselves there is nothing in this file.
        Arrays.fill(whole, media, text.indexOf("moov") - 4, (byte) 0);
        var file = new ByteArrayOutputStream();
        file.write(whole, 0, reference);
        file.writeBytes(alias);
        file.write(whole, reference + 12, whole.length - reference - 12);
        Path reaching = Files.write(folder.resolve("reaching.mov"), file.toByteArray());
        String says = Program.run(
                        SharedTools.TOOLS,
                        List.of(SharedTools.TOOLS.ffprobe().toString(), "-v", "warning", reaching.toString()))
                .errors();
        assertThat(says).contains("Skipped opening external track"); // the reference itself is understood

        Throwable thrown = catchThrowable(() -> {
            VideoInfo info = videoIo.probe(reaching.toUri());
            try (FrameReader reader =
                    videoIo.read(reaching.toUri(), info, new FrameRange(0, 1), 160, 90, PictureFormat.RGB8)) {
                reader.next();
            }
        });

        assertThat(thrown)
                .isInstanceOfAny(InvalidRequestException.class, PoisonItemException.class)
                .hasMessageContaining("reaching.mov")
                .hasMessageMatching("[^\\n]{1,400}");
    }

    /** QuickTime's reference to a file, by its path. */
    private static byte[] alias(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        int padded = name.length + name.length % 2;
        ByteBuffer alias = ByteBuffer.allocate(12 + 150 + 4 + padded + 4);
        alias.putInt(alias.capacity()).put("alis".getBytes(StandardCharsets.US_ASCII));
        alias.position(12 + 150);
        alias.putShort((short) 2).putShort((short) name.length).put(name);
        alias.position(12 + 150 + 4 + padded);
        alias.putShort((short) -1);
        return alias.array();
    }

    @Test
    void a_count_of_frames_that_the_file_does_not_hold_costs_nothing() throws Exception {
        byte[] film = Files.readAllBytes(GeneratedVideo.FILM.in(folder));
        String text = new String(film, StandardCharsets.ISO_8859_1);
        // How many samples: their sizes, and how long they last.
        for (String box : List.of("stsz", "stts", "stsc", "stco")) {
            byte[] absurd = film.clone();
            int at = text.indexOf(box) + (box.equals("stsz") ? 12 : 8);
            ByteBuffer.wrap(absurd).putInt(at, Integer.MAX_VALUE);
            Path file = Files.write(folder.resolve("absurd-" + box + ".mp4"), absurd);
            long begun = System.nanoTime();

            Throwable thrown = catchThrowable(() ->
                    assertThat(videoIo.probe(file.toUri()).frames().count()).isEqualTo(72));

            if (thrown != null) {
                assertThat(thrown)
                        .as(box)
                        .isInstanceOf(InvalidRequestException.class)
                        .hasMessageContaining("absurd-" + box)
                        .hasMessageMatching("[^\\n]{1,400}");
            }
            assertThat((System.nanoTime() - begun) / 1e9)
                    .as("seconds for " + box)
                    .isLessThan(20);
        }
    }

    private String link(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }
}
