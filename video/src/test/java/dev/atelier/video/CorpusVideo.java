package dev.atelier.video;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small videos with the properties of timing and streams that files from people and archives have. */
enum CorpusVideo {
    RATE_23_976("23.976 frames/s", "mp4", "@24000/1001 @sound -bf 2"),
    RATE_29_97("29.97 frames/s, drop-frame timecode track", "mov", "@30000/1001 @sound -timecode 00:00:00;00"),
    RATE_59_94("59.94 frames/s", "mkv", "@60000/1001 @sound"),
    VARIABLE_RATE(
            "variable rate, a gap",
            "mp4",
            "@30 @sound -vf setpts=N*3000+mod(N*N*977\\,1700)+gt(N\\,20)*30000"
                    + " -enc_time_base 1/90000 -fps_mode passthrough -video_track_timescale 90000"),
    JITTER(
            "time base 1/1000 with jitter",
            "mkv",
            "@30 @sound -vf setpts=N*33+mod(N*N*7\\,13) -enc_time_base 1/1000" + " -fps_mode passthrough"),
    TELEPHONE("telephone, with tags of its own", "mp4", "@30 @sound -movflags use_metadata_tags"),
    TELEPHONE_MOV("the same", "mov", "@30 @sound -movflags use_metadata_tags"),
    LATE_START("starts at 5 s", "mp4", "@25 @sound -output_ts_offset 5"),
    LATE_MKV("starts at 5 s", "mkv", "@25 @sound -output_ts_offset 5"),
    SOUND_EARLY("sound 0.4 s before the picture", "mp4", "@25 @late_picture"),
    SOUND_EARLY_MKV("sound 0.4 s before the picture", "mkv", "@25 @late_picture"),
    SOUND_LATE("sound 0.4 s after the picture", "mp4", "@25 @late_sound"),
    SOUND_LATE_WEBM("sound 0.4 s after the picture", "webm", "@25 @late_sound @vp9 -c:a libopus"),
    EDIT_LIST("edit list cuts the beginning off", "mp4", "@cut -c copy"),
    FRAGMENTED("fragmented", "mp4", "@25 @sound -movflags frag_keyframe+empty_moov -g 10"),
    NO_DURATION("no duration in the header", "mkv", "@25 @sound -live 1"),
    TRANSPORT("transport stream", "ts", "@25 @sound -bf 2"),
    TRANSPORT_SHORT_GOP("MPEG-2 transport stream", "ts", "@25 @sound -c:v mpeg2video -g 9 -bf 2 -c:a mp2"),
    OPEN_GOP("H.264, open GOP", "mkv", "@25 @sound -g 10 -bf 3 -x264-params open-gop=1"),
    OPEN_GOP_TS("H.264, open GOP, transport stream", "ts", "@25 @sound -g 10 -bf 3 -x264-params open-gop=1"),
    REFRESHED("H.264, refreshed bit by bit, one keyframe", "mkv", "@25 @sound -x264-params intra-refresh=1:keyint=12"),
    REFRESHED_TS("the same in a transport stream", "ts", "@25 @sound -bf 2 -x264-params intra-refresh=1:keyint=12"),
    REFRESHED_HEVC(
            "HEVC, refreshed bit by bit",
            "mp4",
            "@25 @sound -c:v libx265 -preset ultrafast"
                    + " -x265-params log-level=none:intra-refresh=1:keyint=12 -tag:v hvc1"),
    BLU_RAY("Blu-ray transport stream", "m2ts", "@24000/1001 @sound -c:a ac3"),
    PROGRAM_STREAM("MPEG program stream", "mpg", "@25 @sound -c:v mpeg2video -bf 2 -c:a mp2"),
    AVI("AVI with B-frames, no presentation times", "avi", "@25 @sound -c:v mpeg4 -bf 2 -c:a libmp3lame"),
    AVI_H264("AVI with H.264 and B-frames", "avi", "@25 @sound -bf 2 -c:a libmp3lame"),
    FLASH("Flash video", "flv", "@25 @sound -c:v flv1 -c:a libmp3lame -ar 44100"),
    WINDOWS_MEDIA("Windows Media", "wmv", "@25 @sound -c:v wmv2 -c:a wmav2"),
    THREE_GP("telephone of 2005", "3gp", "@15 @sound -c:v h263 -s 176x144 -c:a aac -ar 16000 -ac 1"),
    OGG("Ogg", "ogv", "@25 @sound -c:v vp8 -b:v 300k -c:a libopus"),
    MXF("MXF", "mxf", "@25 @sound -c:v mpeg2video -c:a pcm_s16le -ar 48000"),
    PRORES("ProRes with PCM", "mov", "@25 @sound -c:v prores_ks -c:a pcm_s24le -pix_fmt yuv422p10le"),
    LOSSLESS("FFV1 with FLAC", "mkv", "@25 @sound -c:v ffv1 -c:a flac"),
    AV1("AV1 with Opus", "webm", "@25 @sound -c:v libsvtav1 -preset 12 -svtav1-params lp=1 -c:a libopus"),
    HEVC(
            "HEVC, open GOP",
            "mp4",
            "@25 @sound -c:v libx265 -preset ultrafast"
                    + " -x265-params log-level=none:open-gop=1:keyint=12:bframes=3 -tag:v hvc1"),
    HEVC_TS(
            "HEVC, open GOP, transport stream",
            "ts",
            "@25 @sound -c:v libx265 -preset ultrafast -x265-params log-level=none:open-gop=1:keyint=12:bframes=3"),
    MPEG4("MPEG-4 part 2", "mp4", "@25 @sound -c:v mpeg4 -g 12 -bf 2"),
    VP9_MP4("VP9", "mp4", "@25 @sound @vp9 -g 12"),
    VP8("VP8 with hidden frames", "webm", "@25 @sound -c:v libvpx -b:v 300k -auto-alt-ref 1 -c:a libopus"),
    GIF("animated GIF", "gif", "@10 -an -c:v gif -pix_fmt rgb8"),
    ONE_FRAME("a single frame", "mp4", "@25 @sound -frames:v 1"),
    SILENT("no sound", "mp4", "@25 -an");

    static final String PICTURE = "testsrc2=size=160x90:duration=1.6:rate=";
    /** What each container has no place for, FFmpeg leaves out. */
    private static final String TAGS = "-metadata title=Title -metadata artist=Artist -metadata comment=Comment"
            + " -metadata date=2020-05-06 -metadata creation_time=2020-05-06T01:02:03Z -metadata location=+48.5+011.5/"
            + " -metadata description=Description -metadata custom=Custom -metadata service_name=Service"
            + " -metadata:s:v title=Picture -metadata:s:v language=jpn -metadata:s:a language=deu"
            + " -metadata:s:a title=Sound -metadata:s:a custom=Own";

    private static final String SOUND = " -f lavfi -i sine=sample_rate=48000:duration=1.5";

    private final String what;
    private final String extension;
    private final String recipe;

    CorpusVideo(String what, String extension, String recipe) {
        this.what = what;
        this.extension = extension;
        this.recipe = recipe;
    }

    String what() {
        return what;
    }

    String extension() {
        return extension;
    }

    Path in(Path folder) throws Exception {
        Path file = folder.resolve(name().toLowerCase(Locale.ROOT) + "." + extension);
        if (Files.exists(file)) {
            return file;
        }
        List<String> input = new ArrayList<>();
        List<String> output = new ArrayList<>(List.of("-pix_fmt", "yuv420p", "-threads", "1"));
        if (!recipe.contains("-c:v") && !recipe.contains("@vp9") && !recipe.contains("-c copy")) {
            output.addAll(List.of("-c:v", "libx264", "-preset", "veryfast"));
        }
        for (String word : recipe.split(" ", -1)) {
            if (word.matches("@\\d.*")) {
                input.addAll(words("-f lavfi -i " + PICTURE + word.substring(1)));
            } else if (word.equals("@cut")) {
                // Cut between two keyframes: the container's edit list hides what decoding needs.
                input.addAll(List.of("-ss", "0.5", "-i", RATE_23_976.in(folder).toString()));
            } else if (word.equals("@vp9")) {
                output.addAll(words("-c:v libvpx-vp9 -deadline realtime -cpu-used 8"));
            } else if (word.startsWith("@")) {
                input.addAll(words(
                        switch (word) {
                            case "@late_sound" -> " -itsoffset 0.4" + SOUND;
                            default -> SOUND;
                        }));
                if (word.equals("@late_picture")) {
                    input.addAll(0, List.of("-itsoffset", "0.4"));
                }
            } else {
                output.add(word);
            }
        }
        input.addAll(words(TAGS));
        input.addAll(output);
        input.add(file.toString());
        Program.ffmpeg(input.toArray(String[]::new));
        return file;
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split(" ", -1));
    }
}
