package dev.atelier.core.trigger;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Names of media, styles and results that a trigger gives: they may not lead out of the prefix they are relative to. */
record TriggerNames(Location folder) {
    private static final int LONGEST = 1024;

    /**
     * Gives back a name that stays inside, without a slash at its end.
     *
     * @param what what it names, for messages
     */
    String checked(String what, String name) {
        String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        String problem = problem(plain);
        if (!problem.isEmpty()) {
            throw new InvalidRequestException("the " + what + " " + TriggerSyntax.quoted(name) + " " + problem
                    + "; expected a name below " + folder);
        }
        return plain;
    }

    private static String problem(String name) {
        if (name.isEmpty()) {
            return "is empty";
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return "is longer than " + LONGEST + " bytes";
        }
        if (name.codePoints().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return "has control characters";
        }
        if (name.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return "names another store";
        }
        if (name.startsWith("/") || name.indexOf('\\') >= 0) {
            return "is no relative name with plain slashes";
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return "leaves the prefix or has an empty part";
            }
        }
        return "";
    }

    /** Refuses what is the watcher's own, or a trigger. */
    void checkIsMedia(String what, String name) {
        String first = name.replaceFirst("/.*", "");
        if (WatchedPrefix.RESERVED.contains(first)
                || (first.equals(name) && (name.startsWith(Trigger.PREFIX) || name.equals("defaults.json")))) {
            throw new InvalidRequestException(
                    "the " + what + " " + TriggerSyntax.quoted(name) + " is a record of the watcher's, or a trigger");
        }
    }

    /** Where the store is a folder: refuses a name that a link leads elsewhere. */
    void checkNoLinkLeadsOut(String what, String name) {
        if (folder.name().isEmpty()) {
            return;
        }
        Optional<Path> file = folder.store().localFile(folder.child(name));
        Optional<Path> root = folder.store().localFile(folder.name());
        if (file.isEmpty() || root.isEmpty() || !Files.exists(file.get())) {
            return;
        }
        try {
            if (!file.get().toRealPath().startsWith(root.get().toRealPath())) {
                throw new InvalidRequestException("the " + what + " " + TriggerSyntax.quoted(name)
                        + " is a link that leaves the prefix; expected a name below " + folder);
            }
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "the " + what + " " + TriggerSyntax.quoted(name) + " cannot be found: " + e.getMessage(), e);
        }
    }
}
