package dev.atelier.testkit.fake;

import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A store over a bad network: a part of its calls fail before they do anything, or do it and lose the answer, or break
 * off in the middle. What it does is whole, as a real store's is. Seeded, so that a run can be repeated.
 */
public final class FaultyStore implements ObjectStore {
    /** What goes wrong. */
    public enum Fault {
        /** The call fails and has done nothing. */
        ERROR,
        /** The call does its work and then fails. */
        LOST_ANSWER,
        /** A write's content is read in part, and nothing is written; a read breaks off in the middle. */
        TORN,
        /** A byte arrives changed. */
        DAMAGED,
        /** The call takes a while. */
        SLOW,
        /** A list lacks the object that was written last. */
        STALE
    }

    private final ObjectStore store;
    private final Map<Fault, Double> rates;
    private final Random random;
    private final Map<Fault, AtomicLong> counts = new EnumMap<>(Fault.class);

    /** @param rates the part of calls that each fault befalls, from 0 to 1 */
    public FaultyStore(ObjectStore store, Map<Fault, Double> rates, long seed) {
        this.store = store;
        this.rates = Map.copyOf(rates);
        this.random = new Random(seed);
        for (Fault fault : Fault.values()) {
            counts.put(fault, new AtomicLong());
        }
    }

    /** How often something went wrong in this way. */
    public long count(Fault fault) {
        return counts.get(fault).get();
    }

    /** The last object that was written, which stale lists lack. */
    private volatile String newest = "";

    private synchronized boolean strikes(Fault fault) {
        boolean strikes = random.nextDouble() < rates.getOrDefault(fault, 0.0);
        if (strikes) {
            counts.get(fault).incrementAndGet();
        }
        return strikes;
    }

    private synchronized int below(long bound) {
        return random.nextInt((int) Math.max(1, Math.min(bound, 1 << 20)));
    }

    private <T> T call(String name, Supplier<T> action) {
        if (strikes(Fault.SLOW)) {
            pause();
        }
        if (strikes(Fault.ERROR)) {
            throw new TransientException(address(name) + ": 503 the server is busy");
        }
        T result = action.get();
        if (strikes(Fault.LOST_ANSWER)) {
            throw new TransientException(address(name) + ": connection reset");
        }
        return result;
    }

    private void pause() {
        try {
            Thread.sleep(below(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        return call(name, () -> store.stat(name));
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        return call(name, () -> unreliable(store.read(name, offset, length)));
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        return call(version.name(), () -> unreliable(store.read(version, offset, length)));
    }

    private ObjectStream unreliable(ObjectStream in) {
        boolean torn = strikes(Fault.TORN);
        boolean damaged = !torn && strikes(Fault.DAMAGED);
        if (!torn && !damaged) {
            return in;
        }
        return new ObjectStream(in.object(), new Broken(in, below(in.object().size()), torn), in.checksum());
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        if (strikes(Fault.TORN)) {
            try (InputStream in = content.open()) {
                in.readNBytes(below(1000));
            } catch (IOException e) {
                // it is torn anyway
            }
            throw new TransientException(address(name) + ": broken pipe");
        }
        return call(name, () -> {
            Optional<ObjectInfo> written = store.put(name, content, condition);
            written.ifPresent(object -> newest = name);
            return written;
        });
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        return call(prefix, () -> {
            ObjectPage page = store.list(prefix, after, limit);
            String lacking = newest;
            boolean holds =
                    page.objects().stream().anyMatch(object -> object.name().equals(lacking));
            return holds && strikes(Fault.STALE)
                    ? new ObjectPage(
                            page.objects().stream()
                                    .filter(object -> !object.name().equals(lacking))
                                    .toList(),
                            page.complete())
                    : page;
        });
    }

    @Override
    public void delete(String name) {
        call(name, () -> {
            store.delete(name);
            return true;
        });
    }

    @Override
    public boolean delete(ObjectInfo version) {
        return call(version.name(), () -> store.delete(version));
    }

    @Override
    public String address(String name) {
        return store.address(name);
    }

    /** Breaks, or changes a byte, at a place. */
    private static final class Broken extends FilterInputStream {
        private final boolean torn;
        private long left;

        Broken(InputStream in, long at, boolean torn) {
            super(in);
            this.torn = torn;
            this.left = at;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && torn) {
                throw new IOException("connection reset");
            }
            int most = left > 0 ? (int) Math.min(length, left) : length;
            int count = super.read(bytes, offset, most);
            if (left == 0 && count > 0) {
                bytes[offset] ^= 1;
            }
            left -= Math.max(0, count);
            return count;
        }
    }
}
