package dev.atelier.spark;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.job.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.List;
import java.util.Optional;

/**
 * What a master tells of its cluster.
 *
 * @param address of its page: {@code http://127.0.0.1:8080}
 */
record MasterPage(String address) {
    private static final int MOST_MILLIS = 3000;

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

        LocalCluster.Status status(String master) {
            return new LocalCluster.Status(
                    master,
                    workers.stream().map(Worker::node).toList(),
                    activeapps.stream().map(Application::id).toList());
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
        try {
            URLConnection connection = URI.create(address + "/json/").toURL().openConnection();
            connection.setConnectTimeout(MOST_MILLIS);
            connection.setReadTimeout(MOST_MILLIS);
            try (InputStream in = connection.getInputStream()) {
                return Optional.of(Json.read(in.readAllBytes(), Page.class));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
