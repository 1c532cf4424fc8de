package dev.atelier.core.trigger;

import dev.atelier.core.failure.InvalidRequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes a request of a trigger's values, or a list of everything that is wrong with them. */
final class TriggerValidation {
    /** Frames of 8K: what is asked for beyond that is a mistake, or meant to exhaust the memory. */
    private static final long MOST_PIXELS = 7680L * 4320;

    private final WatchedPrefix prefix;
    private final Set<String> options;
    private final List<String> problems = new ArrayList<>();

    /** @param options names of the options that may be given */
    TriggerValidation(WatchedPrefix prefix, Set<String> options) {
        this.prefix = prefix;
        this.options = options;
    }

    /**
     * Validates a trigger.
     *
     * @param defaults options where the trigger has none
     * @throws InvalidRequestException with all problems together
     */
    TriggerRequest request(Map<String, String> values, Map<String, String> defaults) {
        Map<String, String> rest = new HashMap<>(values);
        String input = media("input", rest.remove("input"));
        String output = rest.remove("output");
        if (output != null) {
            output = name(new TriggerNames(prefix.results()), "output", output);
            if (output != null && WatchedPrefix.isAmongLogs(output)) {
                problems.add("the output " + TriggerSyntax.quoted(output) + " would lie among the logs");
            }
        }
        Map<String, String> all = new HashMap<>(defaults);
        all.putAll(checked(rest));
        throwIfAny();
        return new TriggerRequest(input, output, all);
    }

    /** Validates a file of defaults: options alone. */
    Map<String, String> defaults(Map<String, String> values) {
        Map<String, String> checked = checked(values);
        throwIfAny();
        return checked;
    }

    private Map<String, String> checked(Map<String, String> values) {
        Map<String, String> checked = new HashMap<>();
        values.forEach((key, value) -> {
            if (!options.contains(key)) {
                problems.add("the key " + TriggerSyntax.quoted(key) + " is not known; expected input, output or one of "
                        + String.join(", ", new TreeSet<>(options)));
            } else if (value.codePoints().anyMatch(c -> c < ' ') || value.length() > 1024) {
                problems.add("the value of " + key + " is too long or has control characters");
            } else if (key.equals("style")) {
                String style = media("style", value);
                checked.put(
                        key,
                        style == null
                                ? ""
                                : prefix.inbox().store().address(prefix.inbox().child(style)));
            } else if (key.equals("model") && !value.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
                problems.add("the model " + TriggerSyntax.quoted(value)
                        + " is no plain name; a trigger names a model that is installed, not a file");
            } else if (key.equals("size") && isAbsurd(value)) {
                problems.add("the size " + TriggerSyntax.quoted(value) + " is more than 7680x4320 pixels");
            } else {
                checked.put(key, value);
            }
        });
        return checked;
    }

    /** Whether a size has too many pixels; what is no size at all is told later, with what was expected. */
    private static boolean isAbsurd(String size) {
        if (size.matches("\\d{1,9}p")) {
            return Long.parseLong(size.substring(0, size.length() - 1)) > 4320;
        }
        if (size.matches("\\d{1,9}x\\d{1,9}")) {
            String[] sides = size.split("x", -1);
            return Long.parseLong(sides[0]) * Long.parseLong(sides[1]) > MOST_PIXELS;
        }
        return false;
    }

    private String media(String what, String value) {
        if (value == null) {
            problems.add(
                    "there is no input; expected the name of a video, an image or a folder below " + prefix.inbox());
            return null;
        }
        var names = new TriggerNames(prefix.inbox());
        String name = name(names, what, value);
        if (name != null) {
            check(() -> names.checkIsMedia(what, name));
            check(() -> names.checkNoLinkLeadsOut(what, name));
        }
        return name;
    }

    private String name(TriggerNames names, String what, String value) {
        String[] name = new String[1];
        check(() -> name[0] = names.checked(what, value));
        return name[0];
    }

    private void check(Runnable check) {
        try {
            check.run();
        } catch (InvalidRequestException e) {
            problems.addAll(e.problems());
        }
    }

    private void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(List.copyOf(problems));
        }
    }
}
