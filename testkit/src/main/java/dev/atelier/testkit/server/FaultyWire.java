package dev.atelier.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A TCP proxy before a server of this machine: it cuts some connections in the middle and lets others stall. */
public final class FaultyWire implements AutoCloseable {
    /**
     * What comes before the other side says anything belongs to the same transfer: what is large is to come to its end about
     * as often as what is small.
     */
    private static final double SHARE_OF_FOLLOWING = 1 / 64.0;

    private final ServerSocket listener;
    private final int server;
    private final double cuts;
    private final double stalls;
    private final Random random;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty-wire");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger cutCount = new AtomicInteger();
    private final AtomicInteger stallCount = new AtomicInteger();

    /**
     * @param server the port behind it
     * @param cuts the part of transfers at which a connection is cut, from 0 to 1
     * @param stalls the part of them at which nothing comes any more
     */
    public FaultyWire(int server, double cuts, double stalls, long seed) throws IOException {
        this.server = server;
        this.cuts = cuts;
        this.stalls = stalls;
        this.random = new Random(seed);
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int cuts() {
        return cutCount.get();
    }

    public int stalls() {
        return stallCount.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket here = listener.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
                here.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                var speaker = new AtomicReference<Socket>();
                threads.execute(() -> carry(here, there, speaker));
                threads.execute(() -> carry(there, here, speaker));
            } catch (IOException e) {
                // the next connection may do better; a closed listener ends the loop
            }
        }
    }

    /** @param speaker who was carried from last */
    private void carry(Socket from, Socket to, AtomicReference<Socket> speaker) {
        byte[] buffer = new byte[16 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count; (count = in.read(buffer)) >= 0; ) {
                boolean follows = speaker.getAndSet(from) == from;
                double fate = next() / (follows ? SHARE_OF_FOLLOWING : 1);
                if (fate < cuts) {
                    cutCount.incrementAndGet();
                    out.write(buffer, 0, count / 2);
                    return;
                }
                if (fate < cuts + stalls) {
                    stallCount.incrementAndGet();
                    while (in.read(buffer) >= 0) {
                        // what comes is swallowed, and who waits waits in vain
                    }
                    return;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one side is gone, and so is the other now
        }
    }

    private synchronized double next() {
        return random.nextDouble();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
