package dev.atelier.video;

import dev.atelier.core.failure.InvalidRequestException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a source lies, as FFmpeg takes it.
 *
 * @param input what follows {@code -i}
 * @param name what messages call it: without a link's query, which may hold a secret
 * @param options what keeps FFmpeg from opening anything else
 */
record SourceAddress(String input, String name, List<String> options) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    SourceAddress {
        options = List.copyOf(options);
    }

    /**
     * @throws InvalidRequestException if there is no such file, it is empty or no file, or the address is none that may
     *     be read
     */
    static SourceAddress of(URI source) {
        String scheme = source.getScheme() == null ? "" : source.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("file")) {
            return file(Path.of(source));
        }
        String name = scheme + "://" + source.getHost() + source.getPath();
        if (scheme.equals("https")) {
            return new SourceAddress(source.toString(), name, link("https,tls,tcp"));
        }
        if (scheme.equals("http") && LOOPBACK.contains(source.getHost())) {
            return new SourceAddress(source.toString(), name, link("http,tcp"));
        }
        throw new InvalidRequestException(
                name + " cannot be read: expected a file or an https address; plain http only on this machine");
    }

    private static SourceAddress file(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidRequestException(path + (Files.exists(path) ? " is not a file" : " does not exist"));
        }
        if (!Files.isReadable(path)) {
            throw new InvalidRequestException(path + " cannot be read: permission denied");
        }
        if (path.toFile().length() == 0) {
            throw new InvalidRequestException(path + " is not a video: the file is empty");
        }
        return new SourceAddress(address(path), path.toString(), List.of("-protocol_whitelist", "file"));
    }

    /** The file, if it is one. */
    Optional<Path> file() {
        return remote() ? Optional.empty() : Optional.of(Path.of(input.substring("file:".length())));
    }

    /** Whether it is read over a network. */
    boolean remote() {
        return !input.startsWith("file:");
    }

    /** A file in a form that FFmpeg takes for nothing else, whatever its name. */
    static String address(Path path) {
        return "file:" + path.toAbsolutePath();
    }

    private static List<String> link(String protocols) {
        return List.of("-protocol_whitelist", protocols, "-rw_timeout", "30000000");
    }
}
