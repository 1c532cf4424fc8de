package dev.atelier.spark;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a master tells of its cluster.
 *
 * @param address of its page: {@code http://127.0.0.1:8080}
 */
record MasterPage(String address) {
    private static final int MOST_MILLIS = 3000;
    private static final int MOST_BYTES = 16 << 20;
    /** How many executors a driver wants and how many it has; wanting any number is written as no number. */
    private static final Pattern EXECUTORS =
            Pattern.compile("Executor Limit:[^0-9]*?(\\d+)\\s*\\((\\d+)\\s+granted\\)");

    /** As the master writes it; names are Spark's. */
    record Page(String status, List<Worker> workers, List<Application> activeapps) {
        boolean isAlive() {
            return "ALIVE".equals(status);
        }

        long alive() {
            return workers.stream()
                    .filter(worker -> "ALIVE".equals(worker.state))
                    .count();
        }
    }

    /** A worker; memory in MiB. */
    record Worker(String host, int port, String state, int cores, int coresused, long memory, long memoryused) {
        LocalCluster.Node node() {
            return new LocalCluster.Node(host + ":" + port, state, cores, coresused, memory, memoryused);
        }
    }

    /** A driver. */
    record Application(String id) {}

    /** Empty if it does not answer. */
    Optional<Page> read() {
        return text("/json/").map(text -> {
            try {
                return Json.read(text.getBytes(StandardCharsets.UTF_8), Page.class);
            } catch (IOException e) {
                throw new InfrastructureException(address + " is no page of a master: " + e.getMessage(), e);
            }
        });
    }

    /** Empty if it does not answer. */
    Optional<LocalCluster.Status> status(String master) {
        return read().map(page -> new LocalCluster.Status(
                master,
                page.workers.stream().map(Worker::node).toList(),
                page.activeapps.stream().map(Application::id).toList(),
                page.activeapps.stream().mapToInt(this::waiting).sum()));
    }

    /** Executors that a driver wants and has not got: only the page for people tells. */
    private int waiting(Application application) {
        Matcher limit =
                text("/app/?appId=" + application.id).map(EXECUTORS::matcher).orElse(null);
        return limit != null && limit.find()
                ? Math.max(0, Integer.parseInt(limit.group(1)) - Integer.parseInt(limit.group(2)))
                : 0;
    }

    private Optional<String> text(String path) {
        try {
            URLConnection connection = URI.create(address + path).toURL().openConnection();
            connection.setConnectTimeout(MOST_MILLIS);
            connection.setReadTimeout(MOST_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                return Optional.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
