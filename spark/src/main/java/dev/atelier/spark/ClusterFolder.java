package dev.atelier.spark;

import dev.atelier.core.engine.FolderTree;
import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.job.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.StringTokenizer;
import java.util.function.UnaryOperator;

/** What a cluster of this machine keeps in a folder: its secret and settings, what runs, logs, and what a master remembers. */
record ClusterFolder(Path folder) {

    /**
     * What runs, as a file tells from one command to the next.
     *
     * @param cores that each worker lends
     * @param memory that each worker lends, in MiB
     * @param processes the master, then the workers
     */
    record State(String master, String page, int cores, int memory, List<NodeProcess> processes) {
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
            return new State(master, page, cores, memory, all);
        }

        State with(NodeProcess worker) {
            List<NodeProcess> all = new ArrayList<>(processes);
            all.add(worker);
            return new State(master, page, cores, memory, all);
        }

        State without(NodeProcess worker) {
            return new State(
                    master,
                    page,
                    cores,
                    memory,
                    processes.stream().filter(each -> !each.equals(worker)).toList());
        }
    }

    Path writeSettings(LocalCluster.Lent lent) throws IOException {
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

    private Path gpuDiscovery(LocalCluster.Lent lent) throws IOException {
        if (lent.gpuDiscovery().isPresent()) {
            return lent.gpuDiscovery().get().toAbsolutePath();
        }
        Path script = folder.resolve("gpus.sh");
        try (InputStream in = ClusterFolder.class.getResourceAsStream("gpus.sh")) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    Path settingsFile() {
        return folder.resolve("spark.properties");
    }

    /** Where workers look for Spark's JARs. */
    Path sparkHome() {
        return folder.resolve("spark-home");
    }

    /** Makes links to the JARs of this process where workers look for Spark's. */
    void linkSpark() throws IOException {
        Path jars = sparkHome().resolve("jars");
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
    }

    Path recovery() {
        return folder.resolve("recovery");
    }

    Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    private Path stateFile() {
        return folder.resolve("cluster.json");
    }

    Optional<State> state() {
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

    /** Changes what is written, while no other command does. Nothing happens if nothing is. */
    void update(UnaryOperator<State> change) throws IOException {
        Path lock = folder.resolve("cluster.lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            State state = state().orElse(null);
            if (held.isValid() && state != null) {
                write(change.apply(state));
            }
        }
    }

    void write(State state) throws IOException {
        Path part = folder.resolve("cluster.json.part");
        Files.write(part, Json.bytes(state));
        Files.move(part, stateFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path work(String worker) {
        return folder.resolve("work").resolve(worker);
    }

    /** Deletes what a master remembers, which is of no use to the next cluster: that has other workers. */
    void forget() {
        delete(recovery());
        try {
            Files.deleteIfExists(stateFile());
        } catch (IOException e) {
            throw new InfrastructureException(stateFile() + ": cannot be deleted: " + e, e);
        }
    }

    /** Deletes the logs of the cluster before, and what its executors wrote. */
    void clean() {
        delete(folder.resolve("logs"));
        delete(folder.resolve("work"));
    }

    private static void delete(Path tree) {
        try {
            FolderTree.delete(tree);
        } catch (IOException e) {
            throw new InfrastructureException(tree + ": cannot be deleted: " + e + "; delete it by hand", e);
        }
    }
}
