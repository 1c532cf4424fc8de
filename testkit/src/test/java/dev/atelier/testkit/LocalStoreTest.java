package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.store.Content;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest extends ObjectStoreContract {
    @TempDir
    Path folder;

    @Override
    protected ObjectStore emptyStore() {
        return new LocalStore(folder);
    }

    @Test
    void whatAKilledWriterLeftBehindIsNoObjectAndIsRemoved() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Path abandoned = Files.writeString(folder.resolve(".atelier-part-" + dead.pid() + "-1"), "half");
        Path ours = Files.writeString(
                folder.resolve(".atelier-part-" + ProcessHandle.current().pid() + "-99"), "being written");
        ObjectStore store = new LocalStore(folder);

        assertThat(store.list("", "", 10).objects()).isEmpty();
        store.put("object", Content.of("x"), WriteCondition.ALWAYS);
        assertThat(abandoned).doesNotExist();
        assertThat(ours).exists();
    }

    @Test
    void whatKilledWritersLeftBelowAPrefixCanBeDiscarded() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Path pages = Files.createDirectories(folder.resolve("jobs/1/pages"));
        Path abandoned = Files.writeString(pages.resolve(".atelier-part-" + dead.pid() + "-1"), "half");
        Path ours = Files.writeString(
                pages.resolve(".atelier-part-" + ProcessHandle.current().pid() + "-99"), "being written");
        ObjectStore store = new LocalStore(folder);

        store.discardUnfinished("jobs/2/");
        assertThat(abandoned).exists();
        store.discardUnfinished("jobs/1/");
        assertThat(abandoned).doesNotExist();
        assertThat(ours).exists();
    }

    @Test
    void writingLeavesOnlyTheObject() throws IOException {
        ObjectStore store = new LocalStore(folder);
        store.put("a/object", Content.of("x"), WriteCondition.ALWAYS);
        store.put("a/object", Content.of("y"), WriteCondition.IF_ABSENT);

        try (var files = Files.list(folder.resolve("a"))) {
            assertThat(files).containsExactly(folder.resolve("a/object"));
        }
    }

    @Test
    void theLastObjectTakesItsFoldersAlong() throws IOException {
        ObjectStore store = new LocalStore(folder);
        String etag = store.put("a/b/object", Content.of("x"), WriteCondition.ALWAYS)
                .orElseThrow()
                .etag();
        store.put("a/b/object", Content.of("y"), new WriteCondition.IfUnchanged(etag));
        store.delete("a/b/object");

        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void linksToFoldersAreNotFollowed() throws IOException {
        Files.createDirectory(folder.resolve("real"));
        Files.writeString(folder.resolve("real/object"), "x");
        Files.createSymbolicLink(folder.resolve("loop"), folder);

        assertThat(new LocalStore(folder).list("", "", 100).objects())
                .extracting("name")
                .containsExactly("real/object");
        assertThat(new LocalStore(folder).list("")).extracting("name").containsExactly("real/object");
        assertThat(new LocalStore(folder).list("loop/")).isEmpty();
    }

    @Test
    void noPrefixLeadsOutOfTheFolder() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("beside")).resolve("secret"), "x");
        var store = new LocalStore(Files.createDirectory(folder.resolve("in")));

        for (String prefix : List.of("../", "../beside/", "../beside/s", "./", "/", "//")) {
            assertThat(store.list(prefix)).as(prefix).isEmpty();
            assertThat(store.list(prefix, "", 10).objects()).as(prefix).isEmpty();
        }
    }
}
