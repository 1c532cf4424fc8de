package dev.atelier.scoring.model;

import java.util.Map;

/** What a loaded graph says of itself. */
public record GraphFacts(
        String name, Map<String, Port> inputs, Map<String, Port> outputs, Map<String, String> metadata) {}
