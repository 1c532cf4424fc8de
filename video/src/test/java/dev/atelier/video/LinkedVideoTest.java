package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.VideoInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkedVideoTest {
    @TempDir
    Path folder;

    @Test
    void a_range_is_read_through_a_link() throws Exception {
        Path film = GeneratedVideo.FILM.in(folder);
        byte[] content = Files.readAllBytes(film);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/clip.mp4", exchange -> serve(exchange, content));
        server.start();
        try {
            URI link = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/clip.mp4?sig=a%2Fb");
            FfmpegVideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);
            VideoInfo info = videoIo.probe(link);

            try (FrameReader there = videoIo.read(link, info, new FrameRange(30, 5), 160, 90, PictureFormat.RGB8);
                    FrameReader here =
                            videoIo.read(film.toUri(), info, new FrameRange(30, 5), 160, 90, PictureFormat.RGB8)) {
                for (Picture frame = there.next(); frame != null; frame = there.next()) {
                    assertThat(frame.samples()).isEqualTo(here.next().samples());
                }
                assertThat(here.next()).isNull();
            }
        } finally {
            server.stop(0);
        }
    }

    private static void serve(HttpExchange exchange, byte[] content) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
            exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            exchange.sendResponseHeaders(206, content.length - from);
            exchange.getResponseBody().write(content, from, content.length - from);
        }
    }
}
