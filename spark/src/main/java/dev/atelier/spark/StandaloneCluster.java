package dev.atelier.spark;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.Json;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/** A Spark standalone cluster on the loopback interface: a master and workers, each a process of its own. */
final class StandaloneCluster implements LocalCluster {
    private static final String HOST = "127.0.0.1";
    private static final String MASTER = "org.apache.spark.deploy.master.Master";
    private static final String WORKER = "org.apache.spark.deploy.worker.Worker";
    private static final String SCALA = "2.13";
    private static final int DAEMON_HEAP = 256;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;

    /** @param folder holds its secret, settings, state, logs and what executors write */
    StandaloneCluster(Path folder) {
        this.folder = folder;
    }

    /** What runs, as a file tells from one command to the next. */
    record State(String master, String page, List<NodeProcess> processes) {
        boolean isAlive() {
            return !processes.isEmpty() && processes.get(0).handle().isPresent();
        }
    }

    @Override
    public Status start(int port, int workers, int cores, int memory) throws InterruptedException {
        Optional<State> before = state();
        if (before.filter(State::isAlive).isPresent()) {
            throw new InvalidRequestException(
                    "a cluster runs here already, at " + before.get().master() + "; ./atelier cluster stop stops it");
        }
        stop();
        checkFree(port);
        List<NodeProcess> processes = new ArrayList<>();
        try {
            Path settings = writeSettings();
            Map<String, String> environment = Map.of(
                    "SPARK_HOME", sparkHome().toString(),
                    "SPARK_SCALA_VERSION", SCALA,
                    "SPARK_LOCAL_IP", HOST,
                    "SPARK_LOCAL_HOSTNAME", HOST);
            int masterPort = port == 0 ? freePort() : port;
            int pagePort = freePort();
            String address = "spark://" + HOST + ":" + masterPort;
            var page = new MasterPage("http://" + HOST + ":" + pagePort);
            processes.add(NodeProcess.start(
                    "master",
                    MASTER,
                    DAEMON_HEAP,
                    environment,
                    log("master"),
                    List.of(
                            "--host",
                            HOST,
                            "--port",
                            Integer.toString(masterPort),
                            "--webui-port",
                            Integer.toString(pagePort),
                            "--properties-file",
                            settings.toString())));
            write(new State(address, page.address(), processes));
            await(processes, "the master", () -> page.read()
                    .filter(MasterPage.Page::isAlive)
                    .isPresent());
            for (int i = 1; i <= workers; i++) {
                String name = "worker-" + i;
                processes.add(NodeProcess.start(
                        name,
                        WORKER,
                        DAEMON_HEAP,
                        environment,
                        log(name),
                        List.of(
                                "--host",
                                HOST,
                                "--webui-port",
                                "0",
                                "--cores",
                                Integer.toString(cores),
                                "--memory",
                                memory + "M",
                                "--work-dir",
                                folder.resolve("work").resolve(name).toString(),
                                "--properties-file",
                                settings.toString(),
                                address)));
                write(new State(address, page.address(), processes));
            }
            await(processes, "the workers", () -> page.read()
                    .filter(found -> found.alive() == workers)
                    .isPresent());
            return status();
        } catch (IOException e) {
            stop();
            throw new InfrastructureException("the cluster cannot be started in " + folder + ": " + e, e);
        } catch (InterruptedException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Something to wait for. */
    private interface Condition {
        boolean holds();
    }

    private void await(List<NodeProcess> processes, String what, Condition condition) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            for (NodeProcess process : processes) {
                if (process.handle().isEmpty()) {
                    throw new InfrastructureException("the process " + process.name() + " ended while it started; "
                            + log(process.name()) + " tells why");
                }
            }
            if (System.nanoTime() > until) {
                throw new InfrastructureException(what + " did not come up within " + PATIENCE.toSeconds()
                        + " s; the logs in " + log("x").getParent() + " may tell why");
            }
            Thread.sleep(200);
        }
    }

    @Override
    public Status status() {
        State state = state().filter(State::isAlive).orElse(null);
        if (state == null) {
            return new Status("", List.of(), List.of());
        }
        return new MasterPage(state.page())
                .read()
                .map(page -> page.status(state.master()))
                .orElseGet(() -> new Status(state.master(), List.of(), List.of()));
    }

    @Override
    public void stop() throws InterruptedException {
        State state = state().orElse(null);
        if (state == null) {
            return;
        }
        // workers first: they end their executors
        for (int i = state.processes().size() - 1; i >= 0; i--) {
            state.processes().get(i).stop();
        }
        try {
            // what a master remembers is of no use to the next cluster, which has other workers
            try (Stream<Path> files = Files.list(recovery())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.deleteIfExists(stateFile());
        } catch (IOException e) {
            throw new InfrastructureException("the cluster's state in " + folder + " cannot be deleted: " + e, e);
        }
    }

    private Path writeSettings() throws IOException {
        Files.createDirectories(recovery());
        var properties = new Properties();
        properties.putAll(SparkSettings.cluster(
                ClusterSecret.findOrMake(folder), recovery().toString()));
        Path file = folder.resolve("spark.properties");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(ClusterSecret.OWNER_ONLY));
        var text = new StringWriter();
        properties.store(text, null);
        return Files.writeString(file, text.toString());
    }

    /** Where workers look for Spark's JARs: links to those of this process. */
    private Path sparkHome() throws IOException {
        Path home = folder.resolve("spark-home");
        Path jars = home.resolve("jars");
        Files.createDirectories(jars);
        var entries = new StringTokenizer(System.getProperty("java.class.path"), File.pathSeparator);
        while (entries.hasMoreTokens()) {
            Path jar = Path.of(entries.nextToken()).toAbsolutePath();
            if (jar.toString().endsWith(".jar")) {
                Path link = jars.resolve(jar.getFileName());
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, jar);
            }
        }
        return home;
    }

    private Path recovery() {
        return folder.resolve("recovery");
    }

    /** A master takes the next port where one is taken, and its workers would not find it. */
    private static void checkFree(int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (IOException e) {
            throw new InvalidRequestException("--port: something listens on " + HOST + ":" + port
                    + " already; stop it, or give another port, 0 for any that is free");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    private Path stateFile() {
        return folder.resolve("cluster.json");
    }

    private Optional<State> state() {
        try {
            return Optional.of(Json.read(Files.readAllBytes(stateFile()), State.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InfrastructureException(
                    "the record of the cluster " + stateFile() + " cannot be read: " + e.getMessage()
                            + "; delete it once its processes are ended",
                    e);
        }
    }

    private void write(State state) throws IOException {
        Path part = folder.resolve("cluster.json.part");
        Files.write(part, Json.bytes(state));
        Files.move(part, stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
