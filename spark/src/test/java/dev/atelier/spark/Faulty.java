package dev.atelier.spark;

import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Outcome;
import java.lang.reflect.Field;

/**
 * Tasks that take their time, and with which something goes wrong.
 *
 * @param millis how much longer each batch takes
 * @param crashing item at which native code crashes; -1 for none
 * @param badHost where everything fails; may be empty
 * @param slow the batch whose first try never ends; -1 for none
 * @param hungry the batch whose first try runs out of memory; -1 for none
 */
record Faulty(RemoteTasks tasks, long millis, int crashing, String badHost, int slow, int hungry)
        implements RemoteTasks {
    private static final long serialVersionUID = 1L;

    static Faulty crashingAt(int item, RemoteTasks tasks) {
        return new Faulty(tasks, 50, item, "", -1, -1);
    }

    static Faulty failingOn(String host, RemoteTasks tasks) {
        return new Faulty(tasks, 300, -1, host, -1, -1);
    }

    static Faulty slowAt(int batch, RemoteTasks tasks) {
        return new Faulty(tasks, 200, -1, "", batch, -1);
    }

    static Faulty hungryAt(int batch, RemoteTasks tasks) {
        return new Faulty(tasks, 200, -1, "", -1, batch);
    }

    /** Nothing goes wrong, but slowly. */
    static Faulty slowly(long millis, RemoteTasks tasks) {
        return new Faulty(tasks, millis, -1, "", -1, -1);
    }

    @Override
    public Opened open(JobId job, long token, Share share) throws InterruptedException {
        Opened opened = tasks.open(job, token, share);
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
                Thread.sleep(millis);
                crashIfAsked(batch);
                return opened.run(batch, attempt);
            }

            @Override
            public void rehearse(Batch part) throws InterruptedException {
                crashIfAsked(part);
                opened.rehearse(part);
            }

            @Override
            public void close() {
                opened.close();
            }
        };
    }

    private void crashIfAsked(Batch batch) {
        if (batch.items().contains(crashing) && !batch.crashing().contains(crashing)) {
            crash();
        }
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
