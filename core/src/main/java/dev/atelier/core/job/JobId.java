package dev.atelier.core.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The identity of a job: 16 hex digits of the hash of everything that can change its result. */
public record JobId(@JsonValue String value) {
    @JsonCreator
    public JobId {
        if (!value.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("not the id of a job: \"" + value + "\"; expected 16 hex digits");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
