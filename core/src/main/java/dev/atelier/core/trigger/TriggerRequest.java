package dev.atelier.core.trigger;

import java.util.Map;

/**
 * What a trigger asks for, validated.
 *
 * @param input name of the media, below the watched prefix
 * @param output name of the result below the results, or null for the usual one
 * @param options options of the job by their names on the command line, without dashes; a switch has the value {@code
 *     true}
 */
public record TriggerRequest(String input, String output, Map<String, String> options) {
    public TriggerRequest {
        options = Map.copyOf(options);
    }
}
