package dev.atelier.core.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory, for tests and small things. */
public final class MemoryStore implements ObjectStore {
    private final NavigableMap<String, Stored> objects = new TreeMap<>(ObjectName.ORDER);
    private long writes;

    private record Stored(byte[] bytes, String etag) {}

    @Override
    public synchronized Optional<ObjectInfo> stat(String name) {
        Stored stored = objects.get(ObjectName.checked(name));
        return Optional.ofNullable(stored).map(s -> info(name, s));
    }

    @Override
    public synchronized ObjectStream read(String name, long offset, long length) {
        Stored stored = objects.get(ObjectName.checked(name));
        if (stored == null) {
            throw new NoSuchObjectException(address(name));
        }
        int from = (int) Math.min(offset, stored.bytes.length);
        int count = (int) Math.min(length, stored.bytes.length - from);
        return new ObjectStream(
                info(name, stored),
                new ByteArrayInputStream(stored.bytes, from, count),
                Optional.of(RunningChecksum.of(Checksum.Algorithm.CRC32C, stored.bytes)));
    }

    @Override
    public synchronized ObjectStream read(ObjectInfo version, long offset, long length) {
        ObjectStream opened = read(version.name(), offset, length);
        if (!opened.object().etag().equals(version.etag())) {
            throw NoSuchObjectException.changed(address(version.name()));
        }
        return opened;
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        ObjectName.checked(name);
        byte[] bytes;
        try (InputStream in = content.open()) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (this) {
            Stored old = objects.get(name);
            boolean holds = condition instanceof WriteCondition.IfUnchanged unchanged
                    ? old != null && old.etag.equals(unchanged.etag())
                    : old == null || condition instanceof WriteCondition.Always;
            if (!holds) {
                return Optional.empty();
            }
            Stored stored = new Stored(bytes, Long.toString(++writes));
            objects.put(name, stored);
            return Optional.of(info(name, stored));
        }
    }

    @Override
    public synchronized ObjectPage list(String prefix, String after, int limit) {
        List<ObjectInfo> page = new ArrayList<>();
        boolean fromPrefix = ObjectName.ORDER.compare(prefix, after) > 0;
        for (var entry :
                objects.tailMap(fromPrefix ? prefix : after, fromPrefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (page.size() == limit) {
                return new ObjectPage(page, false);
            }
            page.add(info(entry.getKey(), entry.getValue()));
        }
        return new ObjectPage(page, true);
    }

    @Override
    public synchronized void delete(String name) {
        objects.remove(ObjectName.checked(name));
    }

    @Override
    public synchronized boolean delete(ObjectInfo version) {
        Stored there = objects.get(ObjectName.checked(version.name()));
        boolean same = there != null && there.etag.equals(version.etag());
        if (same) {
            objects.remove(version.name());
        }
        return same || there == null;
    }

    @Override
    public String address(String name) {
        return "memory:" + name;
    }

    private static ObjectInfo info(String name, Stored stored) {
        return new ObjectInfo(name, stored.bytes.length, stored.etag);
    }
}
