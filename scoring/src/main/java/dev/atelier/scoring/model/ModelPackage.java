package dev.atelier.scoring.model;

import dev.atelier.core.scoring.ModelInfo;
import java.util.Map;

/**
 * A package with everything settled.
 *
 * @param inputs the inputs of the graph that scores items
 * @param graphs the graphs by the names that {@code spec} has for them
 */
public record ModelPackage(ModelSpec spec, ModelInfo info, Map<String, Port> inputs, Map<String, GraphFile> graphs) {}
