package dev.atelier.core.scoring;

import java.util.List;
import java.util.Map;

/**
 * What is known of a model before it is opened.
 *
 * @param name the model's name
 * @param digest SHA-256, in hex, of everything in the package that can change a score
 * @param output what kind of score it gives
 * @param takesStyle whether it needs a style picture
 * @param description what a user should know: each key with its value and, in brackets, whether it was inferred
 * @param notices one line for each thing that had to be guessed
 */
public record ModelInfo(
        String name,
        String digest,
        OutputKind output,
        boolean takesStyle,
        Map<String, String> description,
        List<String> notices) {
    public ModelInfo {
        description = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(description));
        notices = List.copyOf(notices);
    }

    /** The kinds of {@link Score}. */
    public enum OutputKind {
        IMAGE,
        CLASSES,
        BOXES,
        TENSORS;

        /** Whether scores are records of text and numbers rather than pictures. */
        public boolean isRecord() {
            return this != IMAGE;
        }
    }
}
