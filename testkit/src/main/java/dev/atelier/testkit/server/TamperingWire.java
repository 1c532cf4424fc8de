package dev.atelier.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * What stands between a client and a server of this machine, ends the client's TLS and begins another: a gateway with bad
 * memory. It changes bytes of what passes by: a {@link #MARK} becomes something else of the same length, a few times.
 */
public final class TamperingWire implements AutoCloseable {
    /** What it changes: bytes that stand nowhere but in a test's content. */
    public static final String MARK = "[mark-of-a-test]";

    private final SSLServerSocket listener;
    private final int server;
    private final boolean upwards;
    private final AtomicInteger left;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tampering-wire");
        thread.setDaemon(true);
        return thread;
    });

    private TamperingWire(SSLServerSocket listener, int server, boolean upwards, int times) {
        this.listener = listener;
        this.server = server;
        this.upwards = upwards;
        this.left = new AtomicInteger(times);
        threads.execute(this::accept);
    }

    /** @param times how often it changes what is sent up to the server */
    public static TamperingWire up(SSLContext tls, int server, int times) throws IOException {
        return new TamperingWire(listener(tls), server, true, times);
    }

    /** @param times how often it changes what comes down from the server */
    public static TamperingWire down(SSLContext tls, int server, int times) throws IOException {
        return new TamperingWire(listener(tls), server, false, times);
    }

    private static SSLServerSocket listener(SSLContext tls) throws IOException {
        return (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How often it would still change something. */
    public int left() {
        return left.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket here = listener.accept();
                Socket there = SSLContext.getDefault()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), server);
                threads.execute(() -> carry(here, there, upwards));
                threads.execute(() -> carry(there, here, !upwards));
            } catch (IOException | GeneralSecurityException e) {
                // the next connection may do better; a closed listener ends the loop
            }
        }
    }

    private void carry(Socket from, Socket to, boolean tampering) {
        byte[] buffer = new byte[16 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count; (count = in.read(buffer)) >= 0; ) {
                if (tampering) {
                    tamper(buffer, count);
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one side is gone, and so is the other now
        }
    }

    /** A mark that is cut in two by the wire passes: content has many of them. */
    private void tamper(byte[] bytes, int count) {
        String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(MARK);
        if (at >= 0 && left.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
            bytes[at] ^= 1;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
