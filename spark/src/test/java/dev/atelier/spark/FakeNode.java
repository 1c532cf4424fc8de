package dev.atelier.spark;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the entry point of the image for every pod that an API server is told of, as a process of this machine. */
final class FakeNode implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1";

    private final KubernetesClient client;
    private final Path folder;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final Map<String, Pod> seen = new ConcurrentHashMap<>();
    private final Watch watch;

    FakeNode(KubernetesClient client, Path folder) {
        this.client = client;
        this.folder = folder;
        watch = client.pods().inAnyNamespace().watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                String name = pod.getMetadata().getName();
                if (action == Action.ADDED && seen.putIfAbsent(name, pod) == null) {
                    new Thread(() -> run(pod), "pod-" + name).start();
                } else if (action == Action.DELETED && processes.containsKey(name)) {
                    processes.get(name).destroy();
                }
            }

            @Override
            public void onClose(WatcherException cause) {}
        });
    }

    /** All pods that there ever were. */
    List<Pod> seen() {
        return List.copyOf(seen.values());
    }

    void awaitAllEnded() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (processes.values().stream().noneMatch(Process::isAlive)) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("there are still processes of pods");
    }

    private void run(Pod pod) {
        try {
            String name = pod.getMetadata().getName();
            Path work = Files.createDirectories(folder.resolve(name));
            var builder = new ProcessBuilder(
                            "sh",
                            Path.of("src/main/image/opt/entrypoint.sh")
                                    .toAbsolutePath()
                                    .toString(),
                            "executor")
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("log").toFile());
            for (EnvVar variable : pod.getSpec().getContainers().get(0).getEnv()) {
                builder.environment().put(variable.getName(), value(variable, name));
            }
            builder.environment().put("SPARK_LOCAL_DIRS", work.toString());
            builder.environment().put("ATELIER_CLASSES", System.getProperty("java.class.path"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            processes.put(name, process);
            tell(pod, "Running");
            process.waitFor();
            tell(pod, process.exitValue() == 0 ? "Succeeded" : "Failed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As a node fills it in; what is mounted in a pod lies in the driver's folder here. */
    private String value(EnvVar variable, String pod) {
        if (variable.getValue() == null) {
            return variable.getValueFrom().getFieldRef().getFieldPath().equals("status.podIP") ? ADDRESS : pod;
        }
        return variable.getValue()
                .replace("/etc/atelier-cluster", folder.resolve("cluster").toString());
    }

    private void tell(Pod pod, String phase) throws InterruptedException {
        var resource = client.pods().resource(pod);
        while (resource.get() != null) {
            try {
                resource.editStatus(now -> new PodBuilder(now)
                        .withNewStatus()
                        .withPhase(phase)
                        .withPodIP(ADDRESS)
                        .endStatus()
                        .build());
                return;
            } catch (KubernetesClientException e) {
                // Spark changed it at the same time
                Thread.sleep(100);
            }
        }
    }

    @Override
    public void close() {
        watch.close();
        processes.values().forEach(Process::destroyForcibly);
    }
}
