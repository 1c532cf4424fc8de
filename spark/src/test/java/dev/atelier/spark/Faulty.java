package dev.atelier.spark;

import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Outcome;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Batches that take their time, but for what goes wrong.
 *
 * @param millis how long each takes
 * @param crashing items at which native code crashes
 * @param badHost where everything fails; may be empty
 * @param slow the batch whose first try never ends; -1 for none
 * @param hungry the batch whose first try runs out of memory; -1 for none
 */
record Faulty(long millis, Set<Integer> crashing, String badHost, int slow, int hungry) implements RemoteTasks {
    private static final long serialVersionUID = 1L;

    static Faulty crashingAt(Integer... items) {
        return new Faulty(50, Set.of(items), "", -1, -1);
    }

    static Faulty failingOn(String host) {
        return new Faulty(300, Set.of(), host, -1, -1);
    }

    static Faulty slowAt(int batch) {
        return new Faulty(200, Set.of(), "", batch, -1);
    }

    static Faulty hungryAt(int batch) {
        return new Faulty(200, Set.of(), "", -1, batch);
    }

    @Override
    public Opened open(JobId job, long token, Share share) {
        var sleeping = new Sleeping(millis).open(job, token, share);
        return new Opened() {
            @Override
            public Outcome run(Batch batch, Attempt attempt) throws InterruptedException {
                boolean first = attempt.number() == 1;
                if (attempt.place().node().equals(badHost)) {
                    throw new InfrastructureException("the disk of this node is broken");
                }
                if (first && batch.number() == slow) {
                    Thread.sleep(600_000);
                }
                if (first && batch.number() == hungry) {
                    eat();
                }
                rehearse(batch);
                return sleeping.run(batch, attempt);
            }

            @Override
            public void rehearse(Batch part) {
                IntStream.range(part.items().first(), part.items().end())
                        .filter(item -> !part.crashing().contains(item))
                        .filter(crashing::contains)
                        .forEach(item -> crash());
            }

            @Override
            public void close() {
                sleeping.close();
            }
        };
    }

    private static void eat() {
        byte[][] all = new byte[1 << 16][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new byte[16 << 20];
        }
    }

    /** Writes to address 0: the process ends at once, as it does where native code goes wrong. */
    private static void crash() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field only = unsafe.getDeclaredField("theUnsafe");
            only.setAccessible(true);
            unsafe.getMethod("putAddress", long.class, long.class).invoke(only.get(null), 0L, 0L);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no way to crash", e);
        }
    }
}
