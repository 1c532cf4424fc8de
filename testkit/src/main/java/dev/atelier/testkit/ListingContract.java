package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, and listings of them. */
abstract class ListingContract extends ObjectStoreFixture {
    @Test
    void namesMayHoldAlmostAnything() throws IOException {
        List<String> odd =
                List.of("with space", "#%?&+=", "tab\there", "Zürich/水/🎨.jpg", "...", "a..b/..c", "-dash", "~");
        for (String name : odd) {
            put(name, name, WriteCondition.IF_ABSENT);
        }

        for (String name : odd) {
            assertThat(read(name)).isEqualTo(name);
        }
        assertThat(names("")).containsExactlyInAnyOrderElementsOf(odd);
    }

    @Test
    void badNamesAreRefused() {
        for (String name : List.of("", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a\0b")) {
            assertThatThrownBy(() -> store.stat(name)).as(name).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> put(name, "x", WriteCondition.ALWAYS))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void listingsAreInOrderAndOnlyOfThePrefix() {
        List<String> all = new ArrayList<>(
                List.of("a", "a-", "a.b", "a/b", "a/b/c", "a0", "ab", "b/é", "b/e", "b/z", "b/ﬀ", "b/🎨"));
        all.removeIf(name -> name.equals("a") || name.equals("a/b"));
        for (String name : all) {
            put(name, "x", WriteCondition.ALWAYS);
        }
        List<String> sorted = all.stream().sorted(ObjectName.ORDER).toList();

        assertThat(names("")).isEqualTo(sorted);
        for (String prefix : List.of("a", "a/", "a/b", "b/", "b/e", "c", "ab")) {
            assertThat(names(prefix))
                    .isEqualTo(sorted.stream().filter(n -> n.startsWith(prefix)).toList());
        }
    }

    @Test
    void pagesOfAnySizeGiveEverythingOnce() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
            all.add("items/" + (i % 5) + "/" + i);
            put(all.get(i), "x", WriteCondition.ALWAYS);
        }
        all.sort(ObjectName.ORDER);

        for (int limit : new int[] {1, 2, 7, 36, 37, 100}) {
            List<String> seen = new ArrayList<>();
            boolean complete = false;
            while (!complete) {
                ObjectPage page = store.list("items/", seen.isEmpty() ? "" : seen.get(seen.size() - 1), limit);
                assertThat(page.objects()).hasSizeLessThanOrEqualTo(limit);
                page.objects().forEach(object -> seen.add(object.name()));
                complete = page.complete();
            }
            assertThat(seen).isEqualTo(all);
        }
        assertThat(names("items/")).isEqualTo(all);
    }

    @Test
    void aListingMayDeleteWhatItGives() {
        for (int i = 0; i < 10; i++) {
            put("n/" + i, "x", WriteCondition.ALWAYS);
        }
        for (ObjectInfo object : store.list("n/")) {
            store.delete(object.name());
        }

        assertThat(store.list("n/")).isEmpty();
    }

    @Test
    void aListingGoesOnWhileObjectsComeAndGo() {
        for (int i = 0; i < 10; i++) {
            put("n/" + i, "x", WriteCondition.ALWAYS);
        }
        ObjectPage first = store.list("n/", "", 4);
        store.delete("n/3");
        store.delete("n/7");
        put("n/35", "x", WriteCondition.ALWAYS);
        put("n/0a", "x", WriteCondition.ALWAYS);
        ObjectPage rest = store.list("n/", "n/3", 100);

        assertThat(first.objects()).extracting(ObjectInfo::name).containsExactly("n/0", "n/1", "n/2", "n/3");
        assertThat(rest.objects())
                .extracting(ObjectInfo::name)
                .containsExactly("n/35", "n/4", "n/5", "n/6", "n/8", "n/9");
    }
}
