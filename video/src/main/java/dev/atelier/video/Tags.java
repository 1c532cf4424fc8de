package dev.atelier.video;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a file says in words of itself, of a stream or of a chapter.
 *
 * @param values by names in lower case, for files differ in it
 */
record Tags(Map<String, String> values) {
    /** Of how this very file was written: the writer of another says its own. */
    private static final Pattern TECHNICAL =
            Pattern.compile("(bps|duration|number_of_frames|number_of_bytes|_statistics_.*)(-.*)?"
                    + "|encoder|rotate|alpha_mode|major_brand|minor_version|compatible_brands|vendor_id"
                    + "|company_name|product_.*|application_platform|toolkit_version.*|(generation_)?uid|.*_umid"
                    + "|operational_pattern_ul|modification_date");

    /** What programs call the kind of a track by. */
    private static final Pattern KIND = Pattern.compile("(?i).*(handler?|media)\\s*");

    private static final int LONGEST_SHOWN = 60;

    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,9}(\\.\\d{0,9})?");

    /** Languages that have two codes of three letters each, and QuickTime's own for Swedish. */
    private static final Map<String, String> LANGUAGES = Map.ofEntries(
            Map.entry("alb", "sqi"),
            Map.entry("arm", "hye"),
            Map.entry("baq", "eus"),
            Map.entry("bur", "mya"),
            Map.entry("chi", "zho"),
            Map.entry("cze", "ces"),
            Map.entry("dut", "nld"),
            Map.entry("fre", "fra"),
            Map.entry("geo", "kat"),
            Map.entry("ger", "deu"),
            Map.entry("gre", "ell"),
            Map.entry("ice", "isl"),
            Map.entry("mac", "mkd"),
            Map.entry("mao", "mri"),
            Map.entry("may", "msa"),
            Map.entry("per", "fas"),
            Map.entry("rum", "ron"),
            Map.entry("slo", "slk"),
            Map.entry("sve", "swe"),
            Map.entry("tib", "bod"),
            Map.entry("wel", "cym"));

    Tags {
        values = Map.copyOf(values);
    }

    /** Those among the values that ffprobe gives for a part of a file. */
    static Tags of(Map<String, String> values) {
        Map<String, String> tags = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith("tags.")) {
                tags.put(key.substring("tags.".length()).toLowerCase(Locale.ROOT), value);
            }
        });
        return new Tags(tags);
    }

    /** A tag, or an empty string. */
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** These and others, which come second. */
    Tags with(Tags others) {
        Map<String, String> all = new TreeMap<>(others.values);
        all.putAll(values);
        return new Tags(all);
    }

    /** One of them alone. */
    Tags only(String name) {
        return new Tags(values.containsKey(name) ? Map.of(name, get(name)) : Map.of());
    }

    /** All but some. */
    Tags without(Set<String> names) {
        Map<String, String> rest = new TreeMap<>(values);
        rest.keySet().removeAll(names);
        return new Tags(rest);
    }

    /** A word out of a file, fit for a line of a report whatever it is. */
    static String shown(String word) {
        String plain = word.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
        return plain.length() > LONGEST_SHOWN ? plain.substring(0, LONGEST_SHOWN) + "…" : plain;
    }

    /** Whether a tag is of the file that it was found in, not of what the file shows. */
    static boolean technical(String name) {
        return TECHNICAL.matcher(name).matches();
    }

    /** The names of the tags that others lack, or tell otherwise, in order. */
    List<String> missing(Tags others) {
        return values.entrySet().stream()
                .filter(tag -> !technical(tag.getKey()) && tells(tag.getKey(), tag.getValue()))
                .filter(tag ->
                        names(tag.getKey()).noneMatch(name -> same(tag.getKey(), tag.getValue(), others.get(name))))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Under which names a tag may be found: MP4 calls a track's title otherwise, and some tags tell their language. */
    private static Stream<String> names(String name) {
        return Stream.of(
                name,
                name.replaceFirst("-[a-z]{3}$", ""),
                name.equals("title") ? "handler_name" : name.equals("handler_name") ? "title" : name);
    }

    private static boolean tells(String name, String value) {
        return !value.isBlank()
                && !(name.equals("language") && value.equals("und"))
                && !(name.equals("handler_name") && KIND.matcher(value).matches());
    }

    private static boolean same(String name, String value, String other) {
        if (name.equals("language")) {
            return language(value).equals(language(other));
        }
        if (name.equals("creation_time")) {
            return second(value).equals(second(other));
        }
        if (name.startsWith("location")) {
            return places(value).equals(places(other));
        }
        return value.strip().equals(other.strip());
    }

    private static String language(String code) {
        return LANGUAGES.getOrDefault(code, code);
    }

    private static String second(String time) {
        return time.replace(' ', 'T').replaceFirst("(\\.\\d*)?Z?$", "");
    }

    /** Degrees of ISO 6709, as exact as containers hold them. */
    private static List<Long> places(String location) {
        return NUMBER.matcher(location)
                .results()
                .map(degrees -> Math.round(Double.parseDouble(degrees.group()) * 1e3))
                .collect(Collectors.toList());
    }
}
