package dev.atelier.spark;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A Spark standalone cluster on the loopback interface: a master and workers, each a process of its own. */
final class StandaloneCluster implements LocalCluster {
    private static final String HOST = "127.0.0.1";
    private static final String MASTER = "org.apache.spark.deploy.master.Master";
    private static final String WORKER = "org.apache.spark.deploy.worker.Worker";
    static final String SCALA = "2.13";
    private static final int DAEMON_HEAP = 256;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PATIENCE_TO_DRAIN = Duration.ofHours(1);
    private static final long LOOK_MILLIS = 200;

    private final ClusterFolder files;
    private final List<String> hosts;

    /** @param folder holds its secret, settings, state, logs and what executors write */
    StandaloneCluster(Path folder) {
        this(folder, List.of(HOST));
    }

    /** @param hosts addresses of this machine that workers listen at, one after the other */
    StandaloneCluster(Path folder, List<String> hosts) {
        files = new ClusterFolder(folder);
        this.hosts = hosts;
    }

    @Override
    public Status start(int port, int workers, Lent lent) throws InterruptedException {
        Optional<ClusterFolder.State> before = files.state();
        if (before.filter(ClusterFolder.State::isAlive).isPresent()) {
            throw new InvalidRequestException(
                    "a cluster runs here already, at " + before.get().master() + "; ./atelier cluster stop stops it");
        }
        if (before.filter(ClusterFolder.State::hasLostItsMaster).isPresent()) {
            return restartMaster(before.get());
        }
        stop();
        checkFree(port);
        files.clean();
        try {
            files.writeSettings(lent);
            files.linkSpark();
            int masterPort = port == 0 ? freePort(HOST) : port;
            int pagePort = freePort(HOST);
            var page = new MasterPage("http://" + HOST + ":" + pagePort);
            String address = "spark://" + HOST + ":" + masterPort;
            NodeProcess master = startMaster(masterPort, pagePort);
            files.write(new ClusterFolder.State(address, page.address(), lent.cores(), lent.memory(), List.of(master)));
            awaitMaster(page, master);
            for (int i = 0; i < workers; i++) {
                startWorker(i);
            }
            List<NodeProcess> all = running().processes();
            await(all, "the workers", () -> page.read()
                    .filter(found -> found.alive() == workers)
                    .isPresent());
            return status();
        } catch (IOException e) {
            stop();
            throw new InfrastructureException("the cluster cannot be started in " + files.folder() + ": " + e, e);
        } catch (InterruptedException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Workers and drivers wait for a master at the same address, which goes on from what it had written down. */
    private Status restartMaster(ClusterFolder.State before) throws InterruptedException {
        try {
            files.linkSpark();
            NodeProcess master = startMaster(
                    URI.create(before.master()).getPort(),
                    URI.create(before.page()).getPort());
            files.update(state -> state.withMaster(master));
            awaitMaster(new MasterPage(before.page()), master);
            return status();
        } catch (IOException e) {
            throw new InfrastructureException(
                    "the cluster's master cannot be started in " + files.folder() + ": " + e, e);
        }
    }

    private void awaitMaster(MasterPage page, NodeProcess master) throws InterruptedException {
        await(List.of(master), "the master", () -> page.read()
                .filter(MasterPage.Page::isAlive)
                .isPresent());
    }

    private NodeProcess startMaster(int port, int pagePort) throws IOException {
        return startNode(
                "master",
                MASTER,
                HOST,
                List.of("--port", Integer.toString(port), "--webui-port", Integer.toString(pagePort)),
                List.of());
    }

    private NodeProcess startWorker(int number) throws IOException {
        ClusterFolder.State state = running();
        String host = hosts.get(number % hosts.size());
        int port = freePort(host);
        String name = name(host + ":" + port);
        NodeProcess worker = startNode(
                name,
                WORKER,
                host,
                List.of(
                        "--port",
                        Integer.toString(port),
                        "--webui-port",
                        "0",
                        "--cores",
                        Integer.toString(state.cores()),
                        "--memory",
                        state.memory() + "M",
                        "--work-dir",
                        files.work(name).toString()),
                List.of(state.master()));
        files.update(before -> before.with(worker));
        return worker;
    }

    /** Of the process of a worker with an address. */
    private static String name(String address) {
        return "worker-" + address.replace(':', '-');
    }

    private NodeProcess startNode(String name, String mainClass, String host, List<String> arguments, List<String> last)
            throws IOException {
        Map<String, String> environment = Map.of(
                "SPARK_HOME", files.sparkHome().toString(),
                "SPARK_SCALA_VERSION", SCALA,
                "SPARK_LOCAL_IP", host,
                "SPARK_LOCAL_HOSTNAME", host);
        List<String> all = new ArrayList<>(List.of("--host", host));
        all.addAll(arguments);
        all.addAll(List.of("--properties-file", files.settingsFile().toString()));
        all.addAll(last);
        return NodeProcess.start(name, mainClass, DAEMON_HEAP, environment, files.log(name), all);
    }

    private void await(List<NodeProcess> processes, String what, BooleanSupplier condition)
            throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            for (NodeProcess process : processes) {
                if (process.handle().isEmpty()) {
                    throw new InfrastructureException("the process " + process.name() + " ended while it started; "
                            + files.log(process.name()) + " tells why");
                }
            }
            if (System.nanoTime() > until) {
                throw new InfrastructureException(what + " did not come up within " + PATIENCE.toSeconds()
                        + " s; the logs in " + files.log("x").getParent() + " may tell why");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public Status status() {
        return files.state()
                .filter(ClusterFolder.State::isAlive)
                .map(state -> new MasterPage(state.page())
                        .status(state.master())
                        .orElseGet(() -> new Status(state.master(), List.of(), List.of(), 0)))
                .orElse(Status.NONE);
    }

    @Override
    public Status status(URI page) {
        return new MasterPage(page.toString())
                .status(page.toString())
                .orElseThrow(() -> new InfrastructureException("no master of a cluster answers at " + page
                        + "; give the address of its page, such as" + " http://HOST:8080"));
    }

    @Override
    public void addWorker() throws InterruptedException {
        ClusterFolder.State state = running();
        try {
            NodeProcess worker = startWorker(state.processes().size() - 1);
            await(List.of(worker), "the worker", () -> status().workers().stream()
                    .anyMatch(node -> name(node.name()).equals(worker.name())));
        } catch (IOException e) {
            throw new InfrastructureException("a worker cannot be started in " + files.folder() + ": " + e, e);
        }
    }

    @Override
    public void drainWorker(String name) throws InterruptedException {
        NodeProcess worker = running().processes().stream()
                .filter(process -> process.name().equals(name(name)))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "there is no worker " + name + " on this machine; ./atelier cluster status names them"));
        worker.drain(PATIENCE_TO_DRAIN);
        worker.stop();
        try {
            files.update(state -> state.without(worker));
        } catch (IOException e) {
            throw new InfrastructureException("the state of the cluster cannot be written: " + e, e);
        }
    }

    private ClusterFolder.State running() {
        return files.state()
                .filter(ClusterFolder.State::isAlive)
                .orElseThrow(
                        () -> new InvalidRequestException("no cluster runs here; ./atelier cluster start starts one"));
    }

    @Override
    public void stop() throws InterruptedException {
        ClusterFolder.State state = files.state().orElse(null);
        if (state == null) {
            return;
        }
        // workers first: they end their executors
        for (int i = state.processes().size() - 1; i >= 0; i--) {
            state.processes().get(i).stop();
        }
        files.forget();
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

    private static int freePort(String host) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }
}
