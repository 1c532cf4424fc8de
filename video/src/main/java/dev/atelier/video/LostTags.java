package dev.atelier.video;

import dev.atelier.core.media.Container;
import dev.atelier.core.media.StreamInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of a source's tags and marks a file made of it lacks: found by reading both. */
record LostTags(SourceHeader source, SourceHeader result, Container container) {
    private static final int MOST_NAMES = 30;

    /** A cover's, where it is attached as a file. */
    private static final Set<String> OF_A_FILE = Set.of("filename", "mimetype");

    /** A phrase for each part of the source that has lost something. */
    List<String> of(List<SourceHeader.Stream> carried) {
        List<String> phrases = new ArrayList<>();
        List<SourceHeader.Program> programs = source.programs();
        boolean one = programs.size() == 1;
        Tags file = one ? source.tags().with(programs.get(0).tags()) : source.tags();
        Tags found = result.programs().size() == 1
                ? result.tags().with(result.programs().get(0).tags())
                : result.tags();
        add(phrases, "tag", file.missing(found), "the file");
        for (SourceHeader.Program program : one ? List.<SourceHeader.Program>of() : programs) {
            Tags same = result.programs().stream()
                    .filter(other -> other.number() == program.number())
                    .map(SourceHeader.Program::tags)
                    .findFirst()
                    .orElse(result.tags());
            add(phrases, "tag", program.tags().missing(same), "program " + program.number());
        }
        streams(phrases, carried);
        for (int i = 0; i < Math.min(source.chapters().size(), result.chapters().size()); i++) {
            add(
                    phrases,
                    "tag",
                    source.chapters().get(i).missing(result.chapters().get(i)),
                    "chapter " + (i + 1));
        }
        return phrases;
    }

    private void streams(List<String> phrases, List<SourceHeader.Stream> carried) {
        // Readers put what is attached last.
        Comparator<SourceHeader.Stream> attachedLast = Comparator.comparing(LostTags::attached);
        List<SourceHeader.Stream> before = carried.stream().sorted(attachedLast).toList();
        List<SourceHeader.Stream> after = result.streams().stream()
                .filter(stream -> !stream.chapterTitles() && !stream.timecodes())
                .sorted(attachedLast)
                .toList();
        for (int i = 0; i < before.size(); i++) {
            SourceHeader.Stream from = before.get(i);
            SourceHeader.Stream to = after.get(i);
            Tags told = from.is("attached_pic") ? from.tags().without(OF_A_FILE) : from.tags();
            Tags found = to.tags().with(result.tags().only("creation_time"));
            add(phrases, "tag", told.missing(found), from.name());
            boolean first = after.stream().limit(i).noneMatch(other -> other.kind() == to.kind());
            List<String> marks = from.marks().stream()
                    // Without such marks, players take the first.
                    .filter(mark -> !to.is(mark) && !(first && mark.equals("default")))
                    .toList();
            add(phrases, "mark", marks, from.name());
        }
    }

    private static int attached(SourceHeader.Stream stream) {
        return stream.kind() == StreamInfo.Kind.ATTACHMENT ? 2 : stream.is("attached_pic") ? 1 : 0;
    }

    private void add(List<String> phrases, String what, List<String> names, String place) {
        if (names.isEmpty()) {
            return;
        }
        boolean several = names.size() > 1;
        String all = names.stream().limit(MOST_NAMES).map(Tags::shown).collect(Collectors.joining(", "));
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        phrases.add(what + (several ? "s " : " ") + all + more + " of " + place + ": " + container + " cannot hold "
                + (several ? "them" : "it"));
    }
}
