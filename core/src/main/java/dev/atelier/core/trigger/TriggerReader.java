package dev.atelier.core.trigger;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads triggers, and the defaults of their prefix, as far as they are of a sensible size. */
final class TriggerReader {
    /** In bytes: room for every option many times over. */
    static final int LARGEST = 64 << 10;

    private final WatchedPrefix prefix;
    private final Set<String> options;
    private volatile Defaults defaults = new Defaults("", Map.of());

    private record Defaults(String etag, Map<String, String> options) {}

    TriggerReader(WatchedPrefix prefix, Set<String> options) {
        this.prefix = prefix;
        this.options = options;
    }

    /**
     * Reads the defaults again if they have changed.
     *
     * @throws InvalidRequestException if they cannot be used
     */
    void refreshDefaults() {
        Optional<ObjectInfo> now = prefix.inbox().store().stat(prefix.defaults());
        if (now.isEmpty()) {
            defaults = new Defaults("", Map.of());
        } else if (!now.get().etag().equals(defaults.etag)) {
            try {
                Map<String, String> values = TriggerSyntax.parse(bytes(prefix.defaults()));
                defaults = new Defaults(now.get().etag(), new TriggerValidation(prefix, options).defaults(values));
            } catch (NoSuchObjectException e) {
                defaults = new Defaults("", Map.of());
            } catch (InvalidRequestException e) {
                throw new InvalidRequestException(e.problems().stream()
                        .map(problem -> prefix.inbox().store().address(prefix.defaults()) + ": " + problem)
                        .toList());
            }
        }
    }

    /**
     * Reads and validates a trigger.
     *
     * @throws InvalidRequestException with everything that is wrong with it
     * @throws NoSuchObjectException if it has gone
     */
    TriggerRequest read(Trigger trigger) {
        if (trigger.size() > LARGEST) {
            throw new InvalidRequestException("the trigger has " + trigger.size() + " bytes, more than the allowed "
                    + LARGEST + "; if it is no trigger, give it a name that does not begin with \"trigger\"");
        }
        Map<String, String> values = TriggerSyntax.parse(bytes(prefix.trigger(trigger)));
        return new TriggerValidation(prefix, options).request(values, defaults.options);
    }

    /** The first bytes of an object, one more than allowed at most. */
    private byte[] bytes(String name) {
        try (InputStream in = prefix.inbox().store().read(name, 0, LARGEST + 1L)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new InvalidRequestException("it has more than the allowed " + LARGEST + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new TransientException(
                    "reading " + prefix.inbox().store().address(name) + " failed: " + e.getMessage(), e);
        }
    }
}
