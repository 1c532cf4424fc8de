package dev.atelier.video;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * H.264 of which some frames are coded in fields, as camcorders do (PAFF), which no encoder at hand makes. All macroblocks are
 * samples as they are (I_PCM). Names are those of ITU-T H.264.
 */
final class FieldCodedVideo {
    private static final int WIDTH = 4;
    private static final int HEIGHT = 4;
    private static final int KEYFRAMES = 10;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private StringBuilder bits = new StringBuilder();

    private FieldCodedVideo() {}

    /** Makes 25 frames a second in a transport stream, every third of them coded as a whole. */
    static Path in(Path folder, int frames) throws Exception {
        var video = new FieldCodedVideo();
        for (int n = 0; n < frames; n++) {
            boolean whole = n % 3 == 2;
            boolean idr = n % KEYFRAMES == 0;
            video.bits.append("00010000");
            video.unit(9);
            if (idr) {
                video.parameters();
            }
            video.slice(n, whole, 0, idr);
            if (!whole) {
                video.slice(n, false, 1, false);
            }
        }
        Path raw = Files.write(folder.resolve("fields.h264"), video.file.toByteArray());
        Path source = folder.resolve("fields.ts");
        Program.ffmpeg("-fflags", "+genpts", "-framerate", "25", "-i", raw.toString(), "-c", "copy", source.toString());
        return source;
    }

    private void parameters() {
        u(77, 8).u(0, 8).u(30, 8).ue(0).ue(0).ue(2).ue(1).u(0, 1).ue(WIDTH - 1).ue(HEIGHT / 2 - 1);
        u(0, 1).u(0, 1).u(1, 1).u(0, 1); // not of frames only, no adaptive macroblocks
        u(1, 1).u(0, 4).u(1, 1).u(1, 32).u(50, 32).u(1, 1).u(0, 4); // 50 fields a second
        stop().unit(0x67);
        ue(0).ue(0)
                .u(0, 1)
                .u(0, 1)
                .ue(0)
                .ue(0)
                .ue(0)
                .u(0, 1)
                .u(0, 2)
                .ue(0)
                .ue(0)
                .ue(0)
                .u(1, 1)
                .u(0, 1)
                .u(0, 1);
        stop().unit(0x68);
    }

    private void slice(int frame, boolean whole, int bottom, boolean idr) {
        ue(0).ue(7).ue(0).u(frame % KEYFRAMES, 4).u(whole ? 0 : 1, 1);
        if (!whole) {
            u(bottom, 1);
        }
        if (idr) {
            ue(frame / KEYFRAMES % 2).u(0, 2);
        } else {
            u(0, 1);
        }
        ue(0).ue(1);
        int macroblocks = WIDTH * HEIGHT / (whole ? 1 : 2);
        for (int i = 0; i < macroblocks; i++) {
            ue(25).align('0');
            for (int sample = 0; sample < 384; sample++) {
                u(sample < 256 ? 16 + (frame * 5 + bottom * 60 + i * 3 + sample) % 200 : 128, 8);
            }
        }
        stop().unit(idr ? 0x65 : 0x61);
    }

    private FieldCodedVideo u(int value, int length) {
        for (int i = length - 1; i >= 0; i--) {
            bits.append((value >> i) & 1);
        }
        return this;
    }

    private FieldCodedVideo ue(int value) {
        int length = 32 - Integer.numberOfLeadingZeros(value + 1);
        return u(0, length - 1).u(value + 1, length);
    }

    private FieldCodedVideo align(char with) {
        while (bits.length() % 8 != 0) {
            bits.append(with);
        }
        return this;
    }

    private FieldCodedVideo stop() {
        return u(1, 1).align('0');
    }

    private void unit(int header) {
        file.writeBytes(new byte[] {0, 0, 0, 1, (byte) header});
        int zeros = 0;
        for (int at = 0; at < bits.length(); at += 8) {
            int value = Integer.parseInt(bits.substring(at, at + 8), 2);
            if (zeros >= 2 && value <= 3) {
                file.write(3);
                zeros = 0;
            }
            file.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        bits = new StringBuilder();
    }
}
