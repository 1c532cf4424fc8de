package dev.atelier.scoring.model;

import java.util.Map;

/**
 * What a loaded graph says of itself.
 *
 * @param metadata its custom metadata, and its domain as {@link #DOMAIN}
 */
public record GraphFacts(
        String name, Map<String, Port> inputs, Map<String, Port> outputs, Map<String, String> metadata) {
    /** The key of the model's domain among the metadata. */
    public static final String DOMAIN = "domain";
}
