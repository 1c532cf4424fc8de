package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.store.Content;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the number of items. */
class ManyItemsTest {
    /** The first design, with all items in one list, needed about 600 bytes for each; the JVM itself takes most of the heap. */
    private static final int ITEMS = Integer.getInteger("atelier.items", 25_000);

    @TempDir
    Path folder;

    @Test
    void aJobOverManyImagesTakesASmallHeap() throws Exception {
        runs(ITEMS, 50, "-Xmx20m");
    }

    /** As many as a batch is given where images are tiny: the records of six such batches do not fit into this heap. */
    @Test
    void soDoLargeBatches() throws Exception {
        runs(60_000, 10_000, "-Xmx28m");
    }

    private void runs(int items, int batch, String heap) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyItems.class.getName(),
                        folder.toString(),
                        Integer.toString(items),
                        "all",
                        Integer.toString(batch))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        boolean ended = process.waitFor(20, TimeUnit.MINUTES);
        process.destroyForcibly();
        String out = Files.readString(folder.resolve("out.txt"), StandardCharsets.UTF_8);
        System.out.print(out);

        assertThat(ended).isTrue();
        assertThat(out).contains("items " + items + " out " + items + " written " + items);
        assertThat(process.exitValue()).as(out).isZero();
    }

    /** More than are sorted in memory. */
    @Test
    void aFolderOfManyFilesIsListedInOrderAndWhole() throws Exception {
        var store = new LocalStore(folder);
        int count = 60_000;
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve((i % 3 == 0 ? "in/sub" + i % 7 + "/" : "in/") + i + ".png");
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        store.put("in.txt", Content.of("beside"), WriteCondition.ALWAYS);

        assertThat(store.list("in/"))
                .hasSize(count)
                .extracting(object -> object.name().getBytes(StandardCharsets.UTF_8))
                .isSortedAccordingTo(java.util.Arrays::compareUnsigned);
        assertThat(store.list("in/", "", 17).objects())
                .hasSize(17)
                .isEqualTo(store.list("in/", "", 4_000).objects().subList(0, 17));
    }
}
