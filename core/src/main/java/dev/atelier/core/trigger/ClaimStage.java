package dev.atelier.core.trigger;

import dev.atelier.core.job.Json;
import dev.atelier.core.job.Lease;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;

/** Claims triggers, so that of any number of watchers one runs each; what a dead one held can be claimed again. */
final class ClaimStage {
    private final WatchedPrefix prefix;
    private final ObjectStore store;
    private final SettleStage settle;
    private final Clock clock;

    ClaimStage(WatchedPrefix prefix, SettleStage settle, Clock clock) {
        this.prefix = prefix;
        this.store = prefix.inbox().store();
        this.settle = settle;
        this.clock = clock;
    }

    /** Whether a trigger that failed has waited long enough. */
    boolean isDue(Trigger trigger) {
        return !clock.instant().isBefore(tries(trigger).notBefore());
    }

    /** Claims a trigger; empty if another watcher has it, or it is settled or gone. */
    Optional<Claim> claim(Trigger trigger) {
        if (settle.finishIfSettled(trigger)) {
            return Optional.empty();
        }
        Optional<Lease> lease = Lease.tryAcquire(store, prefix.claim(trigger), clock);
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        // another watcher may have run it to its end since it was listed
        Claim claim = new Claim(trigger, lease.get(), tries(trigger));
        boolean there = store.stat(prefix.trigger(trigger))
                .filter(now -> now.etag().equals(trigger.etag()))
                .isPresent();
        if (!there || settle.finishIfSettled(trigger)) {
            forget(claim);
            return Optional.empty();
        }
        return Optional.of(claim);
    }

    /** Gives a claim back after a failure that may pass. */
    void release(Claim claim, Tries tries) {
        if (!tries.equals(claim.tries())) {
            store.put(prefix.tries(claim.trigger()), Content.of(Json.bytes(tries)), WriteCondition.ALWAYS);
        }
        claim.lease().close();
    }

    /** Deletes a claim of what needs none any more. */
    void forget(Claim claim) {
        claim.lease().check();
        claim.lease().abandon();
        store.delete(prefix.tries(claim.trigger()));
        store.delete(prefix.claim(claim.trigger()));
    }

    private Tries tries(Trigger trigger) {
        try (InputStream in = store.read(prefix.tries(trigger))) {
            return Json.read(in.readNBytes(TriggerReader.LARGEST), Tries.class);
        } catch (NoSuchObjectException | IOException e) {
            return Tries.NONE;
        }
    }
}
