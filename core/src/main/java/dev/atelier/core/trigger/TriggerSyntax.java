package dev.atelier.core.trigger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a trigger may look like: a line with a name, or a JSON object of names and plain values. */
final class TriggerSyntax {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNumberLength(30)
                    .build())
            .build();

    private static final String EXPECTED =
            "expected a line with the name of a video or folder, or a JSON object such as {\"input\": \"clip.mp4\"}";

    private TriggerSyntax() {}

    /**
     * Reads a trigger.
     *
     * @return its values by their keys; for a line of text, the key is {@code input}
     * @throws InvalidRequestException if it is neither
     */
    static Map<String, String> parse(byte[] bytes) {
        String text = decoded(bytes).strip();
        if (text.isEmpty()) {
            throw new InvalidRequestException("the trigger is empty; " + EXPECTED);
        }
        if (text.startsWith("{")) {
            return object(text);
        }
        if (text.lines().count() > 1) {
            throw new InvalidRequestException("the trigger has several lines and is no JSON object; " + EXPECTED);
        }
        return Map.of("input", text);
    }

    private static String decoded(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException("the trigger is no text in UTF-8; " + EXPECTED, e);
        }
    }

    private static Map<String, String> object(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == null || !value.isScalarValue() || value == JsonToken.VALUE_NULL) {
                    throw new InvalidRequestException("the value of " + quoted(key)
                            + " is no text, number, true or false; a trigger holds nothing nested and nothing null");
                }
                values.put(key, parser.getText());
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new InvalidRequestException("the trigger has more behind its JSON object; " + EXPECTED);
            }
            return values;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("(?s)\\s*at \\[Source.*", "");
            throw new InvalidRequestException("the trigger is no JSON object: " + cut(reason) + "; " + EXPECTED, e);
        }
    }

    /** Text from outside as it may stand in a message. */
    static String quoted(String text) {
        return '"' + cut(text.replaceAll("\\p{Cntrl}", "?")) + '"';
    }

    private static String cut(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }
}
