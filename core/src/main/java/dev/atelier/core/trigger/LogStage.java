package dev.atelier.core.trigger;

import dev.atelier.core.failure.TransientException;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.Json;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteBehind;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;

/** Puts what the batches of a job logged, and how it ended, beside the results. */
record LogStage(WatchedPrefix prefix, ObjectStore ops) {
    private static final int AT_ONCE = 16;
    private static final long BYTES_AT_ONCE = 32L << 20;

    void publish(Trigger trigger, JobId job, Object ending) throws InterruptedException {
        ObjectStore store = prefix.results().store();
        String folder = prefix.logs(trigger);
        String logs = new JobLayout(job).logs();
        try (var writes = new WriteBehind(AT_ONCE, BYTES_AT_ONCE)) {
            for (ObjectInfo log : ops.list(logs)) {
                String name = folder + log.name().substring(logs.length());
                writes.write(log.size(), () -> store.put(name, Content.of(read(log)), WriteCondition.ALWAYS));
            }
            writes.finish();
        }
        store.put(folder + "report.json", Content.of(Json.bytes(ending)), WriteCondition.ALWAYS);
    }

    private byte[] read(ObjectInfo log) {
        try (InputStream in = ops.read(log.name())) {
            return in.readAllBytes();
        } catch (NoSuchObjectException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new TransientException("reading " + ops.address(log.name()) + " failed: " + e.getMessage(), e);
        }
    }
}
