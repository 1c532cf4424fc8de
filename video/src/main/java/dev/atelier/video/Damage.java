package dev.atelier.video;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells from FFmpeg's messages what is wrong with a file, in plain words. */
final class Damage {
    private static final Pattern ORIGIN = Pattern.compile("^(\\[[^\\]]*\\] )+");

    /** Said of sound files too, or without any harm to the picture. */
    private static final Pattern HARMLESS = Pattern.compile(
            "Last message repeated.*|.*deprecated pixel format.*|.*Application provided invalid, non monotonically.*"
                    + "|.*Could not find codec parameters for stream.*|Could not open encoder before EOF"
                    + "|(Task finished|Terminating thread) with (error|return) code:? -22 .*"
                    + "|Nothing was written into output file.*|Invalid frame dimensions 0x0\\.|.*Consider increasing the value for the.*");

    /** What decoders say of frames whose references lie before the place where decoding began. */
    private static final Pattern BEFORE_START = Pattern.compile(
            "(?i)mmco: unref short failure|co located POCs unavailable|reference picture missing during reorder"
                    + "|Missing reference picture, default is.*|Could not find ref with POC.*|Frame num gap.*"
                    + "|number of reference frames .* exceeds max.*|no frame!|.*first frame is no keyframe.*");

    private static final Pattern TORN = Pattern.compile(
            "(?i).*(partial file|ended prematurely|Read error|Truncat|first byte of an EBML|EBML number's first byte"
                    + "|exceeds containing master element).*");

    private static final Pattern NETWORK = Pattern.compile(
            "(?i)connection (refused|reset|timed out|to .* failed)|timed out|failed to resolve|stream ends prematurely"
                    + "|5XX server error|network is unreachable");

    private Damage() {}

    /** Why a file cannot be opened: the rest of a sentence that begins with its name. */
    static String whyNotOpened(List<String> errors) {
        String all = String.join("\n", errors).toLowerCase(Locale.ROOT);
        if (all.contains("not on whitelist")) {
            return "is not a video that can be read: its content is not that of a video file";
        }
        if (all.contains("moov atom not found")) {
            return "is not a video, or its index is missing as in a recording or a copy that broke off";
        }
        if (all.contains("403 forbidden") || all.contains("401 unauthorized")) {
            return "cannot be read: the server refuses access; a signed link may have expired";
        }
        if (all.contains("404 not found")) {
            return "does not exist on the server";
        }
        if (network(errors)) {
            return "cannot be read: the server does not answer";
        }
        if (all.contains("permission denied")) {
            return "cannot be read: permission denied";
        }
        return "is not a video that can be read, or its beginning is damaged" + detail(errors);
    }

    /** Whether a server could not be reached, or stopped answering. */
    static boolean network(List<String> errors) {
        return errors.stream().anyMatch(line -> NETWORK.matcher(line).find());
    }

    /** Whether FFmpeg failed before there was anything to decode. */
    static boolean unopened(List<String> errors) {
        return errors.stream().anyMatch(line -> line.contains("Error opening input"));
    }

    /** The first message that tells of packets cut off or unreadable. */
    static Optional<String> torn(List<String> errors) {
        return errors.stream()
                .map(Damage::plain)
                .filter(line -> TORN.matcher(line).matches())
                .findFirst();
    }

    /**
     * The first message that tells of a picture that did not decode.
     *
     * @param lacksReferences whether pictures may lack others from before the place where decoding began
     * @param others codecs of the other streams, whose troubles are not the picture's
     */
    static Optional<String> undecoded(List<String> errors, boolean lacksReferences, Set<String> others) {
        return errors.stream()
                .filter(line -> others.stream().noneMatch(codec -> line.startsWith("[" + codec)))
                .map(Damage::plain)
                .filter(line -> !HARMLESS.matcher(line).matches())
                .filter(line -> !lacksReferences || !BEFORE_START.matcher(line).matches())
                .findFirst();
    }

    /** Whether a decoder tells that it began at another picture than a keyframe, and shows something nevertheless. */
    static boolean noKeyframe(List<String> errors) {
        return errors.stream().anyMatch(line -> line.contains("first frame is no keyframe"));
    }

    /** The first message in brackets, for the end of a sentence; empty if there is none. */
    static String detail(List<String> errors) {
        return quote(errors.stream()
                .map(Damage::plain)
                .filter(line -> !line.isBlank())
                .findFirst());
    }

    /** A message in brackets, for the end of a sentence; empty if there is none. */
    static String quote(Optional<String> message) {
        return message.map(line -> " (FFmpeg says: " + line + ")").orElse("");
    }

    private static String plain(String line) {
        return ORIGIN.matcher(line).replaceFirst("").strip();
    }
}
