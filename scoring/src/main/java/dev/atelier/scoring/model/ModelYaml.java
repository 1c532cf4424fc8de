package dev.atelier.scoring.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code model.yaml} as plain values: maps, lists, strings, numbers and booleans. Strict: no key twice, no
 * anchors and aliases, no second document, bounded in size and depth.
 */
final class ModelYaml {
    static final int MAXIMUM_BYTES = 256 * 1024;
    private static final int MAXIMUM_DEPTH = 8;

    private ModelYaml() {}

    static Map<String, Object> parse(String name, byte[] yaml) {
        if (yaml.length > MAXIMUM_BYTES) {
            throw new InvalidRequestException(
                    name + ": " + yaml.length + " bytes, more than the allowed " + MAXIMUM_BYTES + "; shorten it");
        }
        YAMLFactory factory = YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAXIMUM_DEPTH)
                        .build())
                .build();
        try (YAMLParser parser = factory.createParser(yaml)) {
            if (parser.nextToken() == null) {
                return Map.of();
            }
            Object value = value(name, parser);
            if (!(value instanceof Map<?, ?>)) {
                throw new InvalidRequestException(name + ": expected keys with values, such as \"graph: model.onnx\"");
            }
            if (parser.nextToken() != null) {
                throw new InvalidRequestException(name + ": more than one document; keep the first");
            }
            @SuppressWarnings("unchecked")
            Map<String, Object> keys = (Map<String, Object>) value;
            return keys;
        } catch (IOException e) {
            throw new InvalidRequestException(
                    name + ": not valid YAML: " + AtelierException.oneLine(e.getMessage()) + "; correct it", e);
        }
    }

    private static Object value(String name, YAMLParser parser) throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw new InvalidRequestException(
                    name + ": anchors and aliases (& and *) are not supported; write the value out");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(name, parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(name, parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> parser.getText() == null ? "" : parser.getText();
        };
    }

    private static Map<String, Object> object(String name, YAMLParser parser) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            map.put(key, value(name, parser));
        }
        return map;
    }

    private static Object number(JsonParser parser) throws IOException {
        // a file may be called 1 or 2.0: the text is kept beside the number
        return new Numeral(parser.getText(), parser.getDoubleValue());
    }

    /** A number and how it was written. */
    record Numeral(String text, double value) {
        @Override
        public String toString() {
            return text;
        }
    }
}
