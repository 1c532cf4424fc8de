package dev.atelier.core.job;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.JobFailedException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The right to drive a job, or to do anything else that one process may do, held by one process at a time and renewed while it is held. Each holder gets a fencing
 * token greater than that of every holder before; what a holder writes carries it.
 */
public final class Lease implements AutoCloseable {
    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final ObjectStore store;
    private final String name;
    private final Clock clock;
    private final long token;
    private final ScheduledExecutorService renewal;
    private ObjectInfo written;
    private boolean lost;

    /**
     * Who holds a lease.
     *
     * @param pid the holder's process on its host, so that a dead one need not be waited for
     * @param started when that process was started, since the numbers of processes are used again; may be null
     */
    public record Holder(long token, String host, long pid, Instant started, Instant expires) {
        static Holder thisProcess(long token, Instant expires) {
            ProcessHandle process = ProcessHandle.current();
            return new Holder(token, thisHost(), process.pid(), started(process), expires);
        }

        boolean isAlive(Instant now) {
            return now.isBefore(expires) && !(host.equals(thisHost()) && isDead());
        }

        private boolean isDead() {
            return ProcessHandle.of(pid)
                    .filter(process -> started == null || started.equals(started(process)))
                    .filter(process -> !isZombie(pid))
                    .isEmpty();
        }

        /** Whether a process has ended and nobody has asked how: in a container that can stay so for ever. */
        private static boolean isZombie(long pid) {
            try {
                // the state is the first field behind the program's name, which is in parentheses: proc(5)
                String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
                return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
            } catch (IOException e) {
                return false;
            }
        }

        private static Instant started(ProcessHandle process) {
            return process.info().startInstant().orElse(null);
        }
    }

    private Lease(ObjectStore store, String name, Clock clock, long token, ObjectInfo written) {
        this.store = store;
        this.name = name;
        this.clock = clock;
        this.token = token;
        this.written = written;
        renewal = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
        });
        long period = LIFE.toMillis() / 3;
        var unused = renewal.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the lease of a job.
     *
     * @throws InvalidRequestException if another process has it
     */
    public static Lease acquire(ObjectStore store, JobId job, Clock clock) {
        String name = new JobLayout(job).lease();
        return tryAcquire(store, name, clock)
                .orElseThrow(() -> taken(job, read(store, name).orElse(new Holder(0, "?", 0, null, Instant.EPOCH))));
    }

    /**
     * Takes a lease.
     *
     * @param name the object that holds it
     * @return the lease; empty if another process has it
     */
    public static Optional<Lease> tryAcquire(ObjectStore store, String name, Clock clock) {
        Optional<ObjectInfo> before = store.stat(name);
        Optional<Holder> holder = before.flatMap(info -> read(store, name));
        if (holder.isPresent() && holder.get().isAlive(clock.instant())) {
            return Optional.empty();
        }
        long token = holder.map(Holder::token).orElse(0L) + 1;
        WriteCondition condition =
                before.isPresent() ? new WriteCondition.IfUnchanged(before.get().etag()) : WriteCondition.IF_ABSENT;
        return store.put(name, content(token, clock), condition)
                .map(written -> new Lease(store, name, clock, token, written));
    }

    private static InvalidRequestException taken(JobId job, Holder holder) {
        return new InvalidRequestException("job " + job + " is being run by process " + holder.pid() + " on "
                + holder.host() + "; wait for it, or stop it first");
    }

    public long token() {
        return token;
    }

    /**
     * Makes sure, by renewing the lease, that this process still drives the job; called before anything that others
     * can see.
     *
     * @throws JobFailedException if another process took the lease over
     */
    public synchronized void check() {
        if (!lost) {
            write();
        }
        if (lost) {
            throw new JobFailedException("another process has taken this job over; this one leaves it alone");
        }
    }

    private void write() {
        Optional<ObjectInfo> renewed =
                store.put(name, content(token, clock), new WriteCondition.IfUnchanged(written.etag()));
        lost = renewed.isEmpty();
        renewed.ifPresent(info -> written = info);
    }

    /** Whether another process is known to have taken it over. */
    public synchronized boolean isLost() {
        return lost;
    }

    private synchronized void renew() {
        try {
            if (!lost) {
                write();
            }
        } catch (RuntimeException e) {
            // the store may be back before the lease ends; if not, the next holder's token tells
        }
    }

    /** Lets go without a word, for who is about to delete the lease. */
    public synchronized void abandon() {
        renewal.shutdownNow();
        lost = true;
    }

    /** Gives the lease back. The token stays on record. */
    @Override
    public synchronized void close() {
        renewal.shutdownNow();
        if (!lost) {
            Holder none = Holder.thisProcess(token, Instant.EPOCH);
            store.put(name, Content.of(Json.bytes(none)), new WriteCondition.IfUnchanged(written.etag()));
        }
    }

    private static Content content(long token, Clock clock) {
        return Content.of(Json.bytes(Holder.thisProcess(token, clock.instant().plus(LIFE))));
    }

    private static Optional<Holder> read(ObjectStore store, String name) {
        try (InputStream in = store.read(name)) {
            return Optional.of(Json.read(in.readAllBytes(), Holder.class));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String thisHost() {
        try {
            // asking the resolver for one's own name can take seconds
            return Files.exists(HOST_NAME)
                    ? Files.readString(HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
