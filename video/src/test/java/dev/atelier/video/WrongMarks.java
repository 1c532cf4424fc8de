package dev.atelier.video;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Ways in which files mark keyframes wrongly. */
enum WrongMarks {
    /** Without a list of its keyframes, every frame of an MP4 counts as one. */
    ALL(CorpusVideo.RATE_23_976, CorpusVideo.REFRESHED_HEVC, CorpusVideo.MPEG4, CorpusVideo.VP9_MP4),
    NONE(CorpusVideo.OPEN_GOP, CorpusVideo.SOUND_LATE_WEBM),
    NOT_THE_FIRST(CorpusVideo.OPEN_GOP, CorpusVideo.AV1),
    EVERY_SECOND_MISSING(CorpusVideo.OPEN_GOP),
    /** Some that are none are marked, some that are one are not. */
    MIXED_UP(CorpusVideo.OPEN_GOP, CorpusVideo.SOUND_LATE_WEBM, CorpusVideo.REFRESHED);

    private static final int KEYFRAME = 0x80;

    private final List<CorpusVideo> videos;

    WrongMarks(CorpusVideo... videos) {
        this.videos = List.of(videos);
    }

    List<CorpusVideo> videos() {
        return videos;
    }

    Path in(CorpusVideo kind, Path folder) throws Exception {
        Path source = kind.in(folder);
        byte[] bytes = Files.readAllBytes(source);
        if (this == ALL) {
            int list = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("stss");
            System.arraycopy("free".getBytes(StandardCharsets.US_ASCII), 0, bytes, list, 4);
        } else {
            List<String> packets = new Reading(source)
                    .probe("-select_streams", "v", "-show_entries", "packet=pos,flags", "-of", "csv=p=0");
            int keyframe = 0;
            for (int i = 0; i < packets.size(); i++) {
                String[] packet = packets.get(i).split(",", -1);
                boolean marked = packet[1].startsWith("K");
                mark(bytes, Integer.parseInt(packet[0]), marks(marked, marked ? keyframe++ : 0, i));
            }
        }
        return Files.write(folder.resolve("marks-" + this + "-" + source.getFileName()), bytes);
    }

    private boolean marks(boolean keyframe, int ofKeyframes, int ofAll) {
        return switch (this) {
            case ALL -> true;
            case NONE -> false;
            case NOT_THE_FIRST -> keyframe && ofKeyframes > 0;
            case EVERY_SECOND_MISSING -> keyframe && ofKeyframes % 2 == 0;
            case MIXED_UP -> ofAll % 7 == 3 || (keyframe && ofKeyframes % 2 == 0);
        };
    }

    /** Sets the flag of a SimpleBlock of Matroska, which begins with the track and a time of two bytes. */
    private static void mark(byte[] bytes, int block, boolean keyframe) {
        int flags = block + 3;
        bytes[flags] = (byte) (keyframe ? bytes[flags] | KEYFRAME : bytes[flags] & ~KEYFRAME);
    }
}
