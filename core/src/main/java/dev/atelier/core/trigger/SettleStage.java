package dev.atelier.core.trigger;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.Json;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.core.trigger.WatchedPrefix.Fate;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down what became of a trigger and moves it there. The record comes first: whoever finds a trigger with a record
 * has only to move it. Doing any of it twice does no harm.
 */
final class SettleStage {
    private final WatchedPrefix prefix;
    private final ObjectStore store;

    SettleStage(WatchedPrefix prefix) {
        this.prefix = prefix;
        this.store = prefix.inbox().store();
    }

    void record(Trigger trigger, Fate fate, Map<String, Object> facts) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("trigger", trigger.name());
        all.put("fate", fate);
        all.putAll(facts);
        store.put(prefix.record(trigger, fate), Content.of(Json.bytes(all)), WriteCondition.IF_ABSENT);
    }

    /** Rejects a trigger: both steps. */
    void reject(Trigger trigger, List<String> problems) {
        record(trigger, Fate.REJECTED, Map.of("problems", problems));
        move(trigger, Fate.REJECTED);
    }

    /** Moves a trigger that has a record; gives back whether it had one. */
    boolean finishIfSettled(Trigger trigger) {
        for (Fate fate : Fate.values()) {
            if (store.stat(prefix.record(trigger, fate)).isPresent()) {
                move(trigger, fate);
                return true;
            }
        }
        return false;
    }

    /**
     * Moves a trigger to where its record is. What is too large for a trigger, or cannot be read, stays where it is: it
     * may be something else that somebody needs; and what was put in its place meanwhile is a trigger of its own.
     */
    void move(Trigger trigger, Fate fate) {
        String name = prefix.trigger(trigger);
        if (trigger.size() > TriggerReader.LARGEST) {
            return;
        }
        try (ObjectStream in = store.read(name)) {
            byte[] bytes = in.readNBytes(TriggerReader.LARGEST + 1);
            boolean same = in.object().etag().equals(trigger.etag());
            if (same && bytes.length == trigger.size()) {
                store.put(prefix.settled(trigger, fate), Content.of(bytes), WriteCondition.IF_ABSENT);
                store.delete(in.object());
            }
        } catch (NoSuchObjectException | InvalidRequestException | IOException e) {
            // moved by another watcher, or not readable: the record alone tells
        }
    }
}
