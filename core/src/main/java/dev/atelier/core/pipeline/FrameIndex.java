package dev.atelier.core.pipeline;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.Json;
import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.NoSuchObjectException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands beside a folder of a video's frames, as {@code frames.json}: what is needed to make the video of them again.
 *
 * @param version of this format
 * @param source name of the video
 * @param digest SHA-256 of the video
 * @param video when each frame is shown, colour, rotation, and the streams that the video had
 * @param streams name of the file beside this that holds the other streams
 */
record FrameIndex(int version, String source, String digest, VideoInfo video, String streams) {
    static final String NAME = "frames.json";
    static final int VERSION = 1;

    /** Room for a day of frames. */
    private static final int LARGEST = 256 << 20;

    /** Such as {@code frame-000042.png}, {@code 00042_name.jpg}. */
    private static final Pattern NUMBERED = Pattern.compile("(?:frame-)?(\\d{1,9})(?:[._ -].*)?\\.[A-Za-z]+");

    /** The index of a folder; empty if it has none. */
    static Optional<FrameIndex> read(Location folder) {
        String name = folder.child(NAME);
        String address = folder.store().address(name);
        try (InputStream in = folder.store().read(name, 0, LARGEST)) {
            FrameIndex index = Json.read(in.readAllBytes(), FrameIndex.class);
            if (index.version != VERSION || index.video == null || index.video.frames() == null) {
                throw new InvalidRequestException(
                        address + " is no index of frames that this version reads; split the video again");
            }
            if (index.streams == null
                    || !index.streams.matches("[^/\\\\\\p{Cntrl}]{1,200}")
                    || index.streams.startsWith(".")) {
                throw new InvalidRequestException(address + " names no file beside it for the other streams");
            }
            return Optional.of(index);
        } catch (NoSuchObjectException e) {
            return Optional.empty();
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new InvalidRequestException(address + " is no index of frames: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TransientException("reading " + address + " failed: " + e.getMessage(), e);
        }
    }

    /** The number in a frame's name; empty if it has none. */
    static OptionalInt number(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches() ? OptionalInt.of(Integer.parseInt(numbered.group(1))) : OptionalInt.empty();
    }
}
