package dev.atelier.core.store;

import dev.atelier.core.failure.InvalidRequestException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a store can do. None does less than it says, and what one cannot do is refused before any work. */
public enum Capability {
    /** Objects can be read and looked at. */
    READ("read objects"),
    /** Objects can be written. */
    WRITE("write objects"),
    /** Of several writers of an object that is not there, one wins. */
    IF_ABSENT("write only if nothing is there"),
    /** Of several writers over the same version of an object, one wins. */
    IF_UNCHANGED("write only over a known version"),
    /** Objects can be listed. */
    LIST("list objects"),
    /** Objects can be deleted. */
    DELETE("delete objects"),
    /** Copying moves no bytes through this process. */
    SERVER_COPY("copy objects on the server");

    /** What a store that lacks nothing of the port can do. */
    public static final Set<Capability> ALL_BUT_SERVER_COPY = Set.copyOf(EnumSet.complementOf(EnumSet.of(SERVER_COPY)));

    private final String verb;

    Capability(String verb) {
        this.verb = verb;
    }

    /**
     * Makes sure of what a purpose needs.
     *
     * @param purpose what for, as in "cannot be used as …"
     * @throws InvalidRequestException if the store lacks any of it
     */
    public static void require(Location location, String purpose, Capability... needed) {
        List<String> lacking = Arrays.stream(needed)
                .filter(capability -> !location.store().capabilities().contains(capability))
                .map(capability -> capability.verb)
                .toList();
        if (!lacking.isEmpty()) {
            throw new InvalidRequestException(location + " cannot be used as " + purpose + ": it does not let one "
                    + String.join(", ", lacking) + "; name another place, or a link that permits more");
        }
    }
}
