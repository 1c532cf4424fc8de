package dev.atelier.video;

import dev.atelier.core.failure.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/** What is found wrong with a source: an error, unless it is to be salvaged. */
record Findings(SourceAddress source, boolean salvage, List<String> damage) {
    Findings(SourceAddress source, boolean salvage) {
        this(source, salvage, new ArrayList<>());
    }

    void damage(String sentence) {
        if (!salvage) {
            throw new InvalidRequestException(source.name() + " " + sentence + "; --salvage takes what decodes");
        }
        damage.add(sentence);
    }

    void note(String sentence) {
        damage.add(sentence);
    }
}
