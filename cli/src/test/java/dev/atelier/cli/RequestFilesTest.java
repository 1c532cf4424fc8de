package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.RecordPages;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.MemoryStore;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.fake.ForwardingStore;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestFilesTest {
    private final MemoryStore store = new MemoryStore();
    private final AtomicInteger listed = new AtomicInteger();

    private JobSpec.Input folder() {
        var counted = new ForwardingStore(store) {
            @Override
            public ObjectPage list(String prefix, String after, int limit) {
                ObjectPage page = super.list(prefix, after, limit);
                listed.addAndGet(page.objects().size());
                return page;
            }
        };
        return new RequestFiles(address -> new Location(counted, address)).input("in");
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            put(i, "x");
        }
    }

    private void put(int number, String content) {
        store.put(String.format(Locale.ROOT, "in/%05d.png", number), Content.of(content), WriteCondition.ALWAYS);
    }

    @Test
    void aFolderIsKnownByAllItsFiles() {
        fill(12);
        JobSpec.Input before = folder();
        put(11, "y");

        assertThat(before.kind()).isEqualTo(JobSpec.Kind.FOLDER);
        assertThat(before.isKnownInPart()).isFalse();
        assertThat(folder().digest()).isNotEqualTo(before.digest());
    }

    @Test
    void aLargeFolderIsKnownByTheFirstPageAlone() {
        fill(3 * RecordPages.PAGE);
        JobSpec.Input before = folder();
        assertThat(listed.get()).isEqualTo(RecordPages.PAGE);

        assertThat(before.isKnownInPart()).isTrue();
        put(2 * RecordPages.PAGE, "y");
        assertThat(folder()).isEqualTo(before);
        put(RecordPages.PAGE - 1, "y");
        assertThat(folder().digest()).isNotEqualTo(before.digest());
    }
}
