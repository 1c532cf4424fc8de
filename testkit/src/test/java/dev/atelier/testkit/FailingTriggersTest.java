package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.trigger.TriggerEvent.Begun;
import dev.atelier.core.trigger.TriggerEvent.Failed;
import dev.atelier.core.trigger.TriggerEvent.Finished;
import dev.atelier.core.trigger.TriggerEvent.Trouble;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What watchers do with triggers whose jobs fail. */
@Timeout(120)
class FailingTriggersTest extends WatcherFixture {
    @Test
    void aFailureThatPassesIsTriedAgainLater() throws Exception {
        jobs.failures.add(new TransientException("the store timed out"));
        jobs.failures.add(new InfrastructureException("the disk is full"));
        put("in/trigger-1", "frames");
        watchOnce();

        assertThat(all(Failed.class))
                .extracting(Failed::reason)
                .containsExactly("the store timed out", "the disk is full");
        assertThat(all(Finished.class)).hasSize(1);
        assertThat(names("in/claims/")).isEmpty();
    }

    @Test
    void aTriggerThatGoesOnFailingIsQuarantinedWithItsCause() throws Exception {
        for (int i = 0; i < 9; i++) {
            jobs.failures.add(new IllegalStateException("wrapped", new IOException("no space left")));
        }
        put("in/trigger-1", "frames");
        watchOnce();

        assertThat(all(Begun.class)).hasSize(5);
        assertThat(record("in/quarantined/"))
                .contains("\"reason\":\"a bug: IOException: no space left\"", "\"failures\":5");
        assertThat(names("in/trigger")).isEmpty();
        assertThat(names("in/claims/")).isEmpty();
        assertThat(text("out/logs/" + names("in/quarantined/").get(0) + "/report.json"))
                .contains("no space left");
    }

    @Test
    void aJobThatAlwaysFailsIsQuarantinedAtOnce() throws Exception {
        models.refuse(5);
        put("in/trigger-1", "frames");
        put("in/trigger-2", "{\"input\": \"frames\", \"max-failed-items\": 1}");
        watchOnce();

        assertThat(record("in/quarantined/trigger-1-"))
                .contains("1 item failed, more than the allowed 0", "5.png: the model refuses 5");
        assertThat(all(Failed.class)).isEmpty();
        assertThat(record("in/done/trigger-2-")).contains("\"failed\":1", "\"itemsOut\":9");
    }

    @Test
    void anOutageCostsNoTries() throws Exception {
        for (int i = 0; i < 20; i++) {
            jobs.failures.add(new OutageException("the credentials have expired"));
        }
        put("in/trigger-1", "frames");
        watchOnce();

        assertThat(all(Trouble.class)).hasSize(20).allMatch(trouble -> trouble.reason()
                .contains("credentials have expired"));
        assertThat(all(Finished.class)).hasSize(1);
    }
}
