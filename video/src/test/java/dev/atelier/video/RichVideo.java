package dev.atelier.video;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Matroska file with every kind of stream, tag and mark; its styled video is not its first stream. */
final class RichVideo {
    private static final List<String> SOUNDS = List.of("aac", "libopus", "flac", "ac3", "libmp3lame", "pcm_s16le");

    private RichVideo() {}

    static Path in(Path folder) throws Exception {
        Path words = Files.writeString(folder.resolve("words.srt"), "1\n00:00:00,500 --> 00:00:01,500\nHello\n\n");
        Path bitmap = Files.write(folder.resolve("bitmap.sup"), presentationGraphics());
        Path font = Files.writeString(folder.resolve("font.ttf"), "not much of a font");
        Path cover = folder.resolve("cover.jpg");
        Program.ffmpeg("-f", "lavfi", "-i", "color=red:size=32x32", "-frames:v", "1", cover.toString());
        Path chapters = Files.writeString(folder.resolve("chapters"), """
                ;FFMETADATA1
                title=The film
                artist=Somebody
                comment=A comment
                custom=Of a name that nobody knows
                [CHAPTER]
                TIMEBASE=1/1000
                START=0
                END=1000
                title=One
                [CHAPTER]
                TIMEBASE=1/1000
                START=1000
                END=2000
                title=Two
                """);
        Path file = folder.resolve("rich.mkv");
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", CorpusVideo.PICTURE + "25"));
        arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc=size=64x48:rate=25:duration=1.6"));
        arguments.addAll(List.of("-f", "lavfi", "-i", "sine=sample_rate=48000:duration=1.5"));
        arguments.addAll(List.of("-i", words.toString(), "-i", bitmap.toString(), "-i", chapters.toString()));
        arguments.addAll(List.of("-map", "2", "-map", "1", "-map", "0"));
        for (int i = 1; i < SOUNDS.size(); i++) {
            arguments.addAll(List.of("-map", "2"));
        }
        arguments.addAll(List.of("-map", "3", "-map", "3", "-map", "3", "-map", "4"));
        arguments.addAll(List.of("-map_metadata", "5", "-pix_fmt", "yuv420p", "-c:v", "libx264"));
        arguments.addAll(List.of("-preset", "veryfast", "-shortest"));
        for (int i = 0; i < SOUNDS.size(); i++) {
            arguments.addAll(List.of("-c:a:" + i, SOUNDS.get(i), "-metadata:s:a:" + i, "title=Sound " + i));
        }
        arguments.addAll(List.of("-c:s:0", "srt", "-c:s:1", "ass", "-c:s:2", "webvtt", "-c:s:3", "copy"));
        arguments.addAll(List.of("-metadata:s:a:0", "language=fra", "-metadata:s:a:1", "language=eng"));
        arguments.addAll(List.of("-metadata:s:s:0", "language=deu", "-metadata:s:v:1", "language=jpn"));
        arguments.addAll(List.of("-metadata:s:a:0", "custom=Of the sound", "-metadata:s:s:0", "title=Words"));
        arguments.addAll(List.of("-disposition:v:0", "0", "-disposition:v:1", "default"));
        arguments.addAll(List.of("-disposition:a:1", "comment", "-disposition:s:0", "forced"));
        arguments.addAll(List.of("-attach", font.toString(), "-metadata:s:t:0", "mimetype=font/ttf"));
        arguments.addAll(List.of("-attach", cover.toString(), "-metadata:s:t:1", "mimetype=image/jpeg"));
        arguments.addAll(List.of("-metadata:s:t:1", "filename=cover.jpg", file.toString()));
        Program.ffmpeg(arguments.toArray(String[]::new));
        return file;
    }

    /** A red bar, shown from 0.5 to 1 s, in the subtitle format of Blu-ray discs. */
    static byte[] presentationGraphics() {
        var file = new ByteArrayOutputStream();
        byte[] window = bytes(1, 0, 0, 20, 0, 70, 0, 32, 0, 8);
        segment(file, 0x16, 45_000, bytes(0, 160, 0, 90, 16, 0, 0, 128, 0, 0, 1, 0, 0, 0, 0, 0, 20, 0, 70));
        segment(file, 0x17, 45_000, bytes(1, 0, 0, 20, 0, 70, 0, 32, 0, 8));
        segment(file, 0x14, 45_000, bytes(0, 0, 1, 82, 240, 90, 255));
        ByteBuffer object = ByteBuffer.allocate(4 + 3 + 4 + 8 * 5);
        object.put(bytes(0, 0, 0, 192, 0, 0, 4 + 8 * 5, 0, 32, 0, 8));
        for (int y = 0; y < 8; y++) {
            object.put(bytes(0, 128 + 32, 1, 0, 0));
        }
        segment(file, 0x15, 45_000, object.array());
        segment(file, 0x80, 45_000, new byte[0]);
        segment(file, 0x16, 90_000, bytes(0, 160, 0, 90, 16, 0, 1, 0, 0, 0, 0));
        segment(file, 0x17, 90_000, window);
        segment(file, 0x80, 90_000, new byte[0]);
        return file.toByteArray();
    }

    private static void segment(ByteArrayOutputStream file, int type, int ticks, byte[] content) {
        ByteBuffer header = ByteBuffer.allocate(13).put((byte) 'P').put((byte) 'G');
        header.putInt(ticks).putInt(0).put((byte) type).putShort((short) content.length);
        file.writeBytes(header.array());
        file.writeBytes(content);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
