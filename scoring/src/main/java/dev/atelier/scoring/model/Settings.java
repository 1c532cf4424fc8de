package dev.atelier.scoring.model;

import dev.atelier.core.failure.InvalidRequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The keys of a package, read with their types and settled with what can be inferred. Collects what is wrong, to report
 * all of it together, and what was settled and how, to show.
 */
final class Settings {
    /** The key whose value is a map of free names. */
    static final String CONSTANTS = "constants";

    private final String source;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final Map<String, String> settled = new LinkedHashMap<>();
    private final Map<String, String> description = new LinkedHashMap<>();

    /**
     * @param source what messages call the place the keys come from
     * @param keys nested maps; keys within are named with dots
     */
    Settings(String source, Map<String, ?> keys) {
        this.source = source;
        flatten("", keys);
    }

    private void flatten(String prefix, Map<?, ?> keys) {
        keys.forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof Map<?, ?> section && !name.equals(CONSTANTS)) {
                flatten(name + ".", section);
            } else {
                values.put(name, value);
            }
        });
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Whether any key of a section is there. */
    boolean hasSection(String section) {
        return values.keySet().stream().anyMatch(key -> key.startsWith(section + "."));
    }

    Optional<Object> raw(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    Optional<String> text(String key) {
        return raw(key).flatMap(value -> {
            String text = value instanceof List<?> || value instanceof Map<?, ?> ? "" : value.toString();
            return text.isBlank() ? wrong(key, "expected a text") : Optional.of(text);
        });
    }

    Optional<Double> number(String key, double least, double most) {
        return raw(key).flatMap(value -> {
            double number = asNumber(value);
            return number >= least && number <= most
                    ? Optional.of(number)
                    : wrong(key, "expected a number from " + shortly(least) + " to " + shortly(most));
        });
    }

    Optional<Integer> integer(String key, int least, int most) {
        return raw(key).flatMap(value -> {
            double number = asNumber(value);
            return number >= least && number <= most && number == Math.rint(number)
                    ? Optional.of((int) number)
                    : wrong(key, "expected a whole number from " + least + " to " + most);
        });
    }

    Optional<Boolean> truth(String key) {
        return raw(key).flatMap(value ->
                value instanceof Boolean truth ? Optional.of(truth) : wrong(key, "expected true or false"));
    }

    <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return text(key).flatMap(text -> {
            for (E constant : type.getEnumConstants()) {
                if (word(constant).equals(text)) {
                    return Optional.of(constant);
                }
            }
            return wrong(
                    key,
                    "expected "
                            + Arrays.stream(type.getEnumConstants())
                                    .map(Settings::word)
                                    .collect(Collectors.joining(", ")));
        });
    }

    /** A list of so many numbers; a single number stands for a list of its like. */
    Optional<float[]> numbers(String key, int count) {
        return raw(key).flatMap(value -> {
            List<?> list = value instanceof List<?> many ? many : java.util.Collections.nCopies(count, value);
            float[] numbers = new float[list.size()];
            boolean right = list.size() == count;
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) asNumber(list.get(i));
                right &= Float.isFinite(numbers[i]);
            }
            return right ? Optional.of(numbers) : wrong(key, "expected " + count + " numbers, such as [1, 2]");
        });
    }

    /** A list of texts; a single text stands for a list of one. */
    Optional<List<String>> texts(String key) {
        return raw(key).map(value -> value instanceof List<?> many
                ? many.stream().map(Object::toString).toList()
                : List.of(value.toString()));
    }

    static double asNumber(Object value) {
        if (value instanceof ModelYaml.Numeral numeral) {
            return numeral.value();
        }
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** How a constant is written in a package: {@code STRETCH} as {@code stretch}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    <T> T settle(String key, Optional<T> written, Supplier<T> inferred) {
        T value = written.orElseGet(inferred);
        describe(key, show(value), written.isPresent() ? "from " + source : "inferred");
        settled.put(key, show(value));
        return value;
    }

    /** Notes that a value is right only if a guess is. */
    <T> T guess(String key, Optional<T> written, Supplier<T> inferred, String because) {
        T value = settle(key, written, inferred);
        if (written.isEmpty()) {
            notices.add(key + ": " + show(value) + " is a guess" + (because.isEmpty() ? "" : ", " + because)
                    + "; write it into model.yaml if the scores look wrong");
        }
        return value;
    }

    void describe(String key, String value, String origin) {
        description.put(key, value + " (" + origin + ")");
    }

    private <T> Optional<T> wrong(String key, String expected) {
        problem(key + ": " + expected + ", found " + show(values.get(key)));
        return Optional.empty();
    }

    void problem(String problem) {
        problems.add(source + ": " + problem);
    }

    /** Reports everything that is wrong, and keys that mean nothing, if there is any such. */
    void check() {
        List<String> all = new ArrayList<>(problems);
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                all.add(source + ": " + key + " is not a key that this kind of model has; remove it or correct its"
                        + " name" + nearest(key));
            }
        }
        if (!all.isEmpty()) {
            throw new InvalidRequestException(all);
        }
    }

    private String nearest(String key) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        return known.stream()
                .filter(other -> !values.containsKey(other))
                .filter(other -> distance(last, other.substring(other.lastIndexOf('.') + 1)) <= 2)
                .findFirst()
                .map(other -> " (" + other + "?)")
                .orElse("");
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }

    List<String> notices() {
        return notices;
    }

    Map<String, String> description() {
        return description;
    }

    /** Every settled key and its value, for the digest. */
    Map<String, String> settled() {
        return settled;
    }

    static String show(Object value) {
        if (value instanceof float[] numbers) {
            StringBuilder text = new StringBuilder();
            for (float number : numbers) {
                text.append(text.isEmpty() ? "" : ", ").append(shortly(number));
            }
            return "[" + text + "]";
        }
        if (value instanceof Enum<?> constant) {
            return word(constant);
        }
        return value instanceof Float || value instanceof Double
                ? shortly(((Number) value).floatValue())
                : String.valueOf(value);
    }

    private static String shortly(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString((long) number)
                : Float.toString((float) number);
    }
}
