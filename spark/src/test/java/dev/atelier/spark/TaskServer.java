package dev.atelier.spark;

import dev.atelier.core.engine.BatchTask;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Outcome;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Has batches done by a task of this process, whatever process they are begun in: executors call it. An executor that is
 * interrupted hangs up, and the task is interrupted.
 */
final class TaskServer implements AutoCloseable {
    private final ServerSocket server;
    private volatile BatchTask task;

    TaskServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accepting", this::accept);
    }

    void serve(BatchTask now) {
        task = now;
    }

    RemoteTasks tasks() {
        return new Calling(server.getLocalPort());
    }

    private static Thread start(String name, Runnable what) {
        Thread thread = new Thread(what, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = server.accept();
                start("answering", () -> answer(caller));
            }
        } catch (IOException e) {
            // closed
        }
    }

    @SuppressWarnings("BanSerializableRead") // executors of the test's own
    private void answer(Socket caller) {
        try (caller;
                var in = new ObjectInputStream(caller.getInputStream())) {
            Batch batch = read(in, Batch.class);
            Attempt attempt = read(in, Attempt.class);
            Thread worker = start("task", () -> reply(caller, batch, attempt));
            // nothing comes any more; the end comes when the executor has its answer, or hangs up
            if (in.read() < 0) {
                worker.interrupt();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private void reply(Socket caller, Batch batch, Attempt attempt) {
        BatchReply reply;
        try {
            reply = BatchReply.done(task.run(batch, attempt), attempt.place());
        } catch (InterruptedException e) {
            return;
        } catch (RuntimeException | Error e) {
            reply = BatchReply.failed(e, attempt.place());
        }
        try {
            var out = new ObjectOutputStream(caller.getOutputStream());
            out.writeObject(reply);
            out.flush();
        } catch (IOException e) {
            // it hung up
        }
    }

    private static <T> T read(ObjectInputStream in, Class<T> type) throws IOException, ClassNotFoundException {
        return Json.read(((String) in.readObject()).getBytes(StandardCharsets.UTF_8), type);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** What executors have. */
    private record Calling(int port) implements RemoteTasks {
        private static final long serialVersionUID = 1L;

        @Override
        public Opened open(JobId job, long token, Share share) {
            return new Opened() {
                @Override
                public Outcome run(Batch batch, Attempt attempt) throws InterruptedException {
                    return call(batch, attempt);
                }

                @Override
                public void rehearse(Batch part) {}

                @Override
                public void close() {}
            };
        }

        @SuppressWarnings("BanSerializableRead") // the test's own process
        private Outcome call(Batch batch, Attempt attempt) throws InterruptedException {
            try (var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                var out = new ObjectOutputStream(Channels.newOutputStream(channel));
                out.writeObject(Json.text(batch));
                out.writeObject(Json.text(attempt));
                out.flush();
                return ((BatchReply) new ObjectInputStream(Channels.newInputStream(channel)).readObject()).get();
            } catch (ClosedByInterruptException e) {
                throw new InterruptedException();
            } catch (IOException | ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
