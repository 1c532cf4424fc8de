package dev.atelier.video;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tags that ffprobe finds in a file, by place and name, such as {@code stream.1 language}. */
record TagReading(Map<String, String> tags) {
    private static final Pattern LINE = Pattern.compile(
            "(?:format|programs\\.(program)\\.\\d+|(?:streams\\.|chapters\\.)(stream|chapter)\\.(\\d+))\\.tags\\.([^=]+)=\"(.*)\"");

    private static final Pattern PHRASE = Pattern.compile(
            "tags? (.*) of (?:the file|[a-z]+ #(\\d+) .*|chapter (\\d+)|program .*): .* cannot hold (?:it|them)");

    /** What every program that writes such a file says anew, of itself and of the file. */
    private static final Set<String> OF_THE_WRITING = Set.of(
            "encoder",
            "duration",
            "major_brand",
            "minor_version",
            "compatible_brands",
            "vendor_id",
            "bps",
            "number_of_frames",
            "number_of_bytes",
            "uid",
            "generation_uid",
            "company_name",
            "product_name",
            "product_version",
            "product_version_num",
            "product_uid",
            "application_platform",
            "toolkit_version_num",
            "material_package_umid",
            "file_package_umid",
            "operational_pattern_ul",
            "modification_date");

    static TagReading of(Path file) throws Exception {
        Map<String, String> tags = new TreeMap<>();
        String[] all = {
            "-show_entries", "format_tags:stream_tags:chapter_tags:program_tags:chapter=id:stream=index", "-of", "flat"
        };
        for (String line : new Reading(file).probe(all)) {
            Matcher tag = LINE.matcher(line);
            if (tag.matches()) {
                String name = tag.group(4).toLowerCase(Locale.ROOT).replaceFirst("[-_][a-z]{3}$", "");
                String place = tag.group(2) == null ? "file" : tag.group(2) + "." + tag.group(3);
                boolean named = name.equals("handler_name")
                        && !tag.group(5).endsWith("Handler")
                        && !tag.group(5).endsWith("Handle");
                boolean empty = (name.equals("language") && tag.group(5).equals("und"))
                        || (name.equals("handler_name") && !named);
                if (!OF_THE_WRITING.contains(name) && !name.startsWith("_statistics") && !empty) {
                    tags.put(place + " " + (named ? "title" : name), plain(name, tag.group(5)));
                }
            }
        }
        return new TagReading(tags);
    }

    private static String plain(String name, String value) {
        return switch (name) {
            case "creation_time" -> value.replace(' ', 'T').substring(0, 19);
            case "location" -> value.replaceAll("(\\d\\.\\d)0+", "$1").replaceFirst("/.*", "");
            case "language" -> value.replace("ger", "deu");
            default -> value.strip();
        };
    }

    /** The places and names of those tags that another file lacks. */
    Set<String> lackedBy(TagReading other) {
        Set<String> lacked = new TreeSet<>();
        tags.forEach((key, value) -> {
            // What is told of the whole file is told of its streams.
            boolean ofAll = key.endsWith(" creation_time") && value.equals(other.tags.get("file creation_time"));
            if (!value.equals(other.tags.get(key)) && !ofAll) {
                lacked.add(key);
            }
        });
        return lacked;
    }

    /** The same where streams have other places, by the places that they had; those that have none are left out. */
    TagReading moved(Map<Integer, Integer> places) {
        Map<String, String> moved = new TreeMap<>();
        tags.forEach((key, value) -> {
            if (!key.startsWith("stream.")) {
                moved.put(key, value);
                return;
            }
            String[] parts = key.split("[. ]", 3);
            Integer place = places.get(Integer.valueOf(parts[1]));
            if (place != null) {
                moved.put("stream." + place + " " + parts[2], value);
            }
        });
        return new TagReading(moved);
    }

    /** The places and names of the tags that a report lists as not carried. */
    static Set<String> listed(List<String> report) {
        Set<String> listed = new TreeSet<>();
        for (String line : report) {
            Matcher phrase = PHRASE.matcher(line);
            if (phrase.matches()) {
                String place = phrase.group(2) != null
                        ? "stream." + phrase.group(2)
                        : phrase.group(3) != null ? "chapter." + (Integer.parseInt(phrase.group(3)) - 1) : "file";
                for (String name : phrase.group(1).split(", ", -1)) {
                    String plain = name.replaceFirst("-[a-z]{3}$", "").replaceAll("\\W", "_");
                    listed.add(place + " " + plain.replace("handler_name", "title"));
                }
            }
        }
        return listed;
    }
}
