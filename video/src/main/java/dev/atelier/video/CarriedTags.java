package dev.atelier.video;

import dev.atelier.core.media.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What it takes for a source's tags to come along, beyond what FFmpeg copies by itself. */
record CarriedTags(SourceHeader source, Container container) {
    /** The tags that MP4 and QuickTime files have places of their own for, which all players look at. */
    private static final Set<String> PLACED = Set.of(
            "title",
            "artist",
            "album_artist",
            "composer",
            "album",
            "date",
            "comment",
            "genre",
            "copyright",
            "creation_time");

    private static final Set<String> PLACED_IN_MP4 =
            Set.of("grouping", "lyrics", "description", "synopsis", "show", "network", "keywords", "location");
    private static final Set<String> PLACED_IN_MOV = Set.of("author", "make", "model", "location");

    /**
     * Whether the file is written with tags of any name, as telephones do. The usual ones are then where fewer players look,
     * so it is done only where the source does it too.
     */
    boolean anyName() {
        boolean handled = container == Container.MP4 || container == Container.MOV;
        Set<String> placed = container == Container.MOV ? PLACED_IN_MOV : PLACED_IN_MP4;
        return handled
                && source.format().contains("mp4")
                && source.tags().values().keySet().stream()
                        .map(name -> name.replaceFirst("-[a-z]{3}$", ""))
                        .anyMatch(name -> !Tags.technical(name) && !PLACED.contains(name) && !placed.contains(name));
    }

    /** @param carried the result's streams, in their order */
    List<String> arguments(List<SourceHeader.Stream> carried) {
        List<String> arguments = new ArrayList<>();
        // FFmpeg takes a copy for something made now. Ogg tells of its streams what others tell of the file.
        Tags time = source.streams().stream()
                .map(SourceHeader.Stream::tags)
                .reduce(source.tags(), Tags::with)
                .only("creation_time");
        add(arguments, "-metadata", "creation_time", time.get("creation_time"));
        if (anyName()) {
            for (String name : List.of("major_brand", "minor_version", "compatible_brands")) {
                arguments.addAll(List.of("-metadata", name + "="));
            }
        }
        if (container == Container.TS) {
            programs(arguments, carried);
        } else if (source.programs().size() == 1) {
            source.programs().get(0).tags().values().forEach((name, value) -> add(arguments, "-metadata", name, value));
        }
        return arguments;
    }

    private void programs(List<String> arguments, List<SourceHeader.Stream> carried) {
        int number = 0;
        for (SourceHeader.Program program : source.programs()) {
            StringBuilder streams = new StringBuilder();
            for (int place = 0; place < carried.size(); place++) {
                streams.append(program.streams().contains(carried.get(place).index()) ? ":st=" + place : "");
            }
            if (streams.length() > 0) {
                arguments.addAll(List.of("-program", "program_num=" + program.number() + streams));
                for (Map.Entry<String, String> tag : program.tags().values().entrySet()) {
                    add(arguments, "-metadata:p:" + number, tag.getKey(), tag.getValue());
                }
                number++;
            }
        }
    }

    private static void add(List<String> arguments, String option, String name, String value) {
        int length = name.length() + value.length();
        if (!value.isBlank() && length < StreamPlan.LONGEST_ARGUMENT) {
            arguments.addAll(List.of(option, name + "=" + value));
        }
    }
}
