package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.video.FfmpegTools.Platform;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Finds FFmpeg unpacked in a cache, and has it unpacked there if it is not. */
final class FfmpegInstallation {
    private final Path cache;
    private final Platform platform;

    FfmpegInstallation(Path cache, Platform platform) {
        this.cache = cache;
        this.platform = platform;
    }

    FfmpegTools tools() {
        try {
            JarURLConnection program = program();
            Path jar = Path.of(program.getJarFileURL().toURI());
            // Another version, or another build of the same, goes to another folder.
            Path folder = cache.resolve(jar.getFileName() + "-" + Files.size(jar));
            if (!Files.isDirectory(folder)) {
                String programs = program.getEntryName().replaceFirst("[^/]*$", "");
                new FfmpegUnpacking(jar, programs, platform).into(folder);
            }
            return new FfmpegTools(folder, environment(folder));
        } catch (IOException | URISyntaxException e) {
            throw new InfrastructureException(
                    "FFmpeg cannot be unpacked into " + cache + ": " + e.getMessage()
                            + "; make the folder writable or choose another",
                    e);
        }
    }

    private JarURLConnection program() throws IOException {
        String name = "org/bytedeco/ffmpeg/" + platform.label() + "-gpl/ffmpeg";
        URL url = FfmpegInstallation.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new InvalidRequestException("FFmpeg for " + platform.label() + " is not on the class path: add"
                    + " org.bytedeco:ffmpeg with the classifier " + platform.label() + "-gpl");
        }
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return jar;
        }
        throw new InvalidRequestException("FFmpeg must come in its JAR file, not from " + url);
    }

    private Map<String, String> environment(Path folder) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("LC_ALL", "C");
        environment.put("SVT_LOG", "1"); // this encoder's log goes past FFmpeg's: errors only
        if (platform.linux()) {
            // The stubs come first, so that it is the same on machines that have the real libraries.
            environment.put("LD_LIBRARY_PATH", folder.resolve(FfmpegUnpacking.STUB_FOLDER) + ":" + folder);
        } else {
            environment.put("DYLD_LIBRARY_PATH", folder.toString());
        }
        return environment;
    }
}
