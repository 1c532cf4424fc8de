package dev.atelier.core.job;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ReadAhead;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The records of jobs in the ops store. Holds nothing in memory: the store is the truth. */
public final class JobRepository {
    private static final int OUTCOMES_AHEAD = 16;

    /** Those of ten thousand images have two million bytes each, and twice as many once they are read. */
    private static final long OUTCOME_BYTES_AHEAD = 4L << 20;

    private final ObjectStore ops;
    private final Clock clock;

    public JobRepository(ObjectStore ops, Clock clock) {
        this.ops = ops;
        this.clock = clock;
    }

    /** The ids of all jobs, in their order. */
    public List<JobId> ids() {
        List<JobId> ids = new ArrayList<>();
        String after = JobLayout.JOBS;
        while (true) {
            List<ObjectInfo> next = ops.list(JobLayout.JOBS, after, 1).objects();
            if (next.isEmpty()) {
                return ids;
            }
            String folder =
                    next.get(0).name().substring(JobLayout.JOBS.length()).replaceFirst("/.*", "");
            if (folder.matches("[0-9a-f]{16}")) {
                ids.add(new JobId(folder));
            }
            // past everything in this job's folder: '0' follows '/'
            after = JobLayout.JOBS + folder + "0";
        }
    }

    /**
     * The job that an id, or the beginning of one, names.
     *
     * @throws InvalidRequestException if it names none or several
     */
    public JobId find(String beginning) {
        List<JobId> found =
                ids().stream().filter(id -> id.value().startsWith(beginning)).toList();
        if (found.size() != 1 || beginning.isEmpty()) {
            throw new InvalidRequestException(
                    found.isEmpty()
                            ? "there is no job " + beginning + "; \"atelier jobs\" lists those there are"
                            : beginning + " could be any of " + found + "; give more of its id");
        }
        return found.get(0);
    }

    public Optional<JobSpec> spec(JobId id) {
        return read(new JobLayout(id).spec(), JobSpec.class);
    }

    public Optional<Manifest> manifest(JobId id) {
        return read(new JobLayout(id).manifest(), Manifest.class);
    }

    public Optional<JobReport> report(JobId id) {
        return read(new JobLayout(id).report(), JobReport.class);
    }

    /** The runs so far, the earliest first. */
    public List<Run> runs(JobId id) {
        List<Run> runs = new ArrayList<>();
        for (ObjectInfo object : ops.list(new JobLayout(id).runs())) {
            read(object.name(), Run.class).ifPresent(runs::add);
        }
        return runs;
    }

    /** The batches of a manifest. */
    public Iterable<Batch> batches(JobId id, Manifest manifest) {
        return manifestPages(id, manifest.token()).all(manifest.batches());
    }

    /** The pages of the manifest that the driver of a token plans. */
    public RecordPages<Batch> manifestPages(JobId id, long token) {
        return new RecordPages<>(ops, new JobLayout(id).manifestPages(token), Batch[].class);
    }

    /** The numbers of the batches whose outcome is recorded: from the names alone. */
    public BitSet batchesDone(JobId id) {
        var done = new BitSet();
        String folder = new JobLayout(id).outcomes();
        for (ObjectInfo object : ops.list(folder)) {
            String name = object.name().substring(folder.length());
            if (name.matches("\\d{8,9}\\.json")) {
                done.set(Integer.parseInt(name.substring(0, name.length() - 5)));
            }
        }
        return done;
    }

    /** The outcomes recorded so far, in the order of their batches; each is read when its turn comes. */
    public Iterable<Outcome> outcomes(JobId id) {
        var layout = new JobLayout(id);
        BitSet done = batchesDone(id);
        return () -> done.stream()
                .mapToObj(batch -> read(layout.outcome(batch), Outcome.class))
                .flatMap(Optional::stream)
                .iterator();
    }

    /** What is done with each outcome. */
    @FunctionalInterface
    public interface OutcomeAction {
        void on(Outcome outcome) throws InterruptedException;
    }

    /** Goes through the outcomes recorded so far, in the order of their batches, reading several ahead. */
    public void forEachOutcome(JobId id, OutcomeAction action) throws InterruptedException {
        var records = ops.list(new JobLayout(id).outcomes()).iterator();
        try (var outcomes = new ReadAhead<ObjectInfo, Optional<Outcome>>(
                records,
                record -> read(record.name(), Outcome.class),
                ObjectInfo::size,
                OUTCOMES_AHEAD,
                OUTCOME_BYTES_AHEAD)) {
            for (var outcome = outcomes.next(); outcome != null; outcome = outcomes.next()) {
                if (outcome.isPresent()) {
                    action.on(outcome.get());
                }
            }
        }
    }

    public JobState state(JobId id) {
        Optional<JobReport> report = report(id);
        if (report.isPresent()) {
            return report.get().failed().isEmpty() ? JobState.DONE : JobState.DONE_WITH_FAILURES;
        }
        if (read(new JobLayout(id).lease(), Lease.Holder.class)
                .filter(holder -> holder.isAlive(clock.instant()))
                .isPresent()) {
            return JobState.RUNNING;
        }
        List<Run> runs = runs(id);
        boolean failed = !runs.isEmpty() && runs.get(runs.size() - 1).result() == Run.Result.FAILED;
        return failed ? JobState.FAILED : JobState.INTERRUPTED;
    }

    /** Replaces a record. */
    public void write(String name, Object record) {
        ops.put(name, Content.of(Json.bytes(record)), WriteCondition.ALWAYS);
    }

    /** Writes a record that must not be there yet; gives back false, and changes nothing, if it is. */
    public boolean create(String name, Object record) {
        return ops.put(name, Content.of(Json.bytes(record)), WriteCondition.IF_ABSENT)
                .isPresent();
    }

    /** Replaces an object that is no JSON. */
    public void writeBytes(String name, byte[] bytes) {
        ops.put(name, Content.of(bytes), WriteCondition.ALWAYS);
    }

    /** A record; empty if there is none. */
    public <T> Optional<T> read(String name, Class<T> type) {
        return readBytes(name).map(bytes -> {
            try {
                return Json.read(bytes, type);
            } catch (IOException e) {
                throw unreadable(name, e);
            }
        });
    }

    /** An object's bytes; empty if there is none. */
    public Optional<byte[]> readBytes(String name) {
        try (InputStream in = ops.read(name)) {
            return Optional.of(in.readAllBytes());
        } catch (NoSuchObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private InvalidRequestException unreadable(String name, IOException e) {
        return new InvalidRequestException(
                "the record " + ops.address(name) + " cannot be read; remove the job to start over", e);
    }

    public ObjectStore store() {
        return ops;
    }
}
