package dev.atelier.spark;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
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
    private final List<String> hosts;

    /** @param folder holds its secret, settings, state, logs and what executors write */
    StandaloneCluster(Path folder) {
        this(folder, List.of(HOST));
    }

    /** @param hosts addresses of this machine that workers listen at, one after the other */
    StandaloneCluster(Path folder, List<String> hosts) {
        this.folder = folder;
        this.hosts = hosts;
    }

    /** What runs, as a file tells from one command to the next. */
    record State(String master, String page, List<NodeProcess> processes) {
        boolean isAlive() {
            return !processes.isEmpty() && processes.get(0).handle().isPresent();
        }

        /** Whether only its master has ended. */
        boolean hasLostItsMaster() {
            return !isAlive()
                    && processes.stream().anyMatch(process -> process.handle().isPresent());
        }

        State withMaster(NodeProcess again) {
            List<NodeProcess> all = new ArrayList<>(processes);
            all.set(0, again);
            return new State(master, page, all);
        }
    }

    @Override
    public Status start(int port, int workers, Lent lent) throws InterruptedException {
        Optional<State> before = state();
        if (before.filter(State::isAlive).isPresent()) {
            throw new InvalidRequestException(
                    "a cluster runs here already, at " + before.get().master() + "; ./atelier cluster stop stops it");
        }
        if (before.filter(State::hasLostItsMaster).isPresent()) {
            return restartMaster(before.get());
        }
        stop();
        checkFree(port);
        List<NodeProcess> processes = new ArrayList<>();
        try {
            Path settings = writeSettings(lent);
            int masterPort = port == 0 ? freePort() : port;
            int pagePort = freePort();
            String address = "spark://" + HOST + ":" + masterPort;
            var page = new MasterPage("http://" + HOST + ":" + pagePort);
            processes.add(startMaster(masterPort, pagePort, settings));
            write(new State(address, page.address(), processes));
            await(processes, "the master", () -> page.read()
                    .filter(MasterPage.Page::isAlive)
                    .isPresent());
            for (int i = 1; i <= workers; i++) {
                processes.add(startWorker(i, lent, settings, address));
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

    /** Workers and drivers wait for a master at the same address, which goes on from what it had written down. */
    private Status restartMaster(State before) throws InterruptedException {
        try {
            NodeProcess master = startMaster(
                    URI.create(before.master()).getPort(),
                    URI.create(before.page()).getPort(),
                    settingsFile());
            State now = before.withMaster(master);
            write(now);
            await(List.of(master), "the master", () -> new MasterPage(now.page())
                    .read()
                    .filter(MasterPage.Page::isAlive)
                    .isPresent());
            return status();
        } catch (IOException e) {
            throw new InfrastructureException("the cluster's master cannot be started in " + folder + ": " + e, e);
        }
    }

    private NodeProcess startMaster(int port, int pagePort, Path settings) throws IOException {
        return startNode(
                "master",
                MASTER,
                HOST,
                List.of("--port", Integer.toString(port), "--webui-port", Integer.toString(pagePort)),
                settings,
                List.of());
    }

    private NodeProcess startWorker(int number, Lent lent, Path settings, String master) throws IOException {
        String name = "worker-" + number;
        return startNode(
                name,
                WORKER,
                hosts.get((number - 1) % hosts.size()),
                List.of(
                        "--webui-port",
                        "0",
                        "--cores",
                        Integer.toString(lent.cores()),
                        "--memory",
                        lent.memory() + "M",
                        "--work-dir",
                        folder.resolve("work").resolve(name).toString()),
                settings,
                List.of(master));
    }

    private NodeProcess startNode(
            String name, String mainClass, String host, List<String> arguments, Path settings, List<String> last)
            throws IOException {
        Map<String, String> environment = Map.of(
                "SPARK_HOME", sparkHome().toString(),
                "SPARK_SCALA_VERSION", SCALA,
                "SPARK_LOCAL_IP", host,
                "SPARK_LOCAL_HOSTNAME", host);
        List<String> all = new ArrayList<>(List.of("--host", host));
        all.addAll(arguments);
        all.addAll(List.of("--properties-file", settings.toString()));
        all.addAll(last);
        return NodeProcess.start(name, mainClass, DAEMON_HEAP, environment, log(name), all);
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

    private Path writeSettings(Lent lent) throws IOException {
        Files.createDirectories(recovery());
        var properties = new Properties();
        properties.putAll(SparkSettings.cluster(
                ClusterSecret.findOrMake(folder), recovery().toString()));
        if (lent.gpus() > 0) {
            properties.putAll(SparkSettings.workerGpus(lent.gpus(), gpuDiscovery(lent)));
        }
        Path file = settingsFile();
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(ClusterSecret.OWNER_ONLY));
        var text = new StringWriter();
        properties.store(text, null);
        return Files.writeString(file, text.toString());
    }

    private Path gpuDiscovery(Lent lent) throws IOException {
        if (lent.gpuDiscovery().isPresent()) {
            return lent.gpuDiscovery().get().toAbsolutePath();
        }
        Path script = folder.resolve("gpus.sh");
        try (InputStream in = StandaloneCluster.class.getResourceAsStream("gpus.sh")) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    private Path settingsFile() {
        return folder.resolve("spark.properties");
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
