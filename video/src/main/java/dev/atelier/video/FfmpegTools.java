package dev.atelier.video;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * FFmpeg's two programs and the environment to start them in.
 *
 * @param folder where the programs and their libraries lie
 * @param environment all environment variables that they get
 */
public record FfmpegTools(Path folder, Map<String, String> environment) {
    public FfmpegTools {
        environment = Map.copyOf(environment);
    }

    /**
     * The FFmpeg of the class path, for the platform at hand; unpacked into a cache on first use, which takes about a
     * second. Any number of processes may do this at once.
     *
     * @param cache a folder that may hold more than this; made if it does not exist
     * @throws dev.atelier.core.failure.InvalidRequestException if the class path holds no FFmpeg for this platform
     * @throws dev.atelier.core.failure.InfrastructureException if the cache cannot be written
     */
    public static FfmpegTools install(Path cache) {
        return new FfmpegInstallation(cache.toAbsolutePath(), Platform.current()).tools();
    }

    /** Which build this is: another one may decode and encode otherwise. */
    public String version() {
        return folder.getFileName().toString();
    }

    /** The program that decodes and encodes. */
    public Path ffmpeg() {
        return folder.resolve("ffmpeg");
    }

    /** The program that inspects files. */
    public Path ffprobe() {
        return folder.resolve("ffprobe");
    }

    /** The platforms that FFmpeg is built for, by the names that JavaCPP gives them. */
    enum Platform {
        LINUX_X86_64,
        LINUX_ARM64,
        MACOSX_X86_64,
        MACOSX_ARM64;

        static Platform current() {
            boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
            boolean arm = System.getProperty("os.arch").equals("aarch64");
            if (mac) {
                return arm ? MACOSX_ARM64 : MACOSX_X86_64;
            }
            return arm ? LINUX_ARM64 : LINUX_X86_64;
        }

        boolean linux() {
            return this == LINUX_X86_64 || this == LINUX_ARM64;
        }

        /** Such as {@code linux-x86_64}. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replaceFirst("_", "-");
        }
    }
}
