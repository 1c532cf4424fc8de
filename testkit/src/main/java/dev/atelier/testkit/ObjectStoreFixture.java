package dev.atelier.testkit;

import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;

/** A store to try things on. */
abstract class ObjectStoreFixture {
    ObjectStore store;

    /** A store with nothing in it. */
    protected abstract ObjectStore emptyStore() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = emptyStore();
    }

    final Optional<ObjectInfo> put(String name, String text, WriteCondition condition) {
        return store.put(name, Content.of(text), condition);
    }

    final String read(String name) throws IOException {
        try (InputStream in = store.read(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    final List<String> names(String prefix) {
        return StreamSupport.stream(store.list(prefix).spliterator(), false)
                .map(ObjectInfo::name)
                .toList();
    }
}
