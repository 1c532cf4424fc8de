package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.job.JobEvent;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark's own Kubernetes scheduler against an API server that only keeps what it is given, and a node that runs the pods'
 * entry point as processes of this machine. No container runs, and no network of pods.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KubernetesTest {
    @TempDir
    Path folder;

    @Test
    void executorsArePodsThatComeWithWorkAndGoWithoutIt() throws Exception {
        var server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        Path template = Files.writeString(folder.resolve("template.yaml"), """
                apiVersion: v1
                kind: Pod
                spec:
                  containers:
                  - name: executor
                    env:
                    - name: ATELIER_DATA
                      value: az://data/jobs
                """);
        Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
        Files.createDirectories(folder.resolve("cluster"));
        ClusterSecret.findOrMake(folder.resolve("cluster"));
        try (var client = server.createClient();
                var node = new FakeNode(client, folder)) {
            var options = Options.of(
                    "k8s://http://127.0.0.1:" + server.getPort(),
                    0,
                    2,
                    1,
                    512,
                    ClusterOptions.Gpus.NONE,
                    Optional.of(new ClusterOptions.Pods("atelier:test", "media", "painter", Optional.of(template))),
                    folder.resolve("cluster"));
            try (Engine engine = new SparkEngineProvider()
                    .open(options, new Sleeping(400), RetryPolicy.DEFAULT, Clock.systemUTC(), new Random(1))) {
                engine.run(Sleeping.work(20, events::add));
                node.awaitAllEnded();
            }
            assertThat(node.seen()).isNotEmpty().allSatisfy(KubernetesTest::checkPod);
        } finally {
            server.destroy();
        }
        assertThat(events.stream().filter(JobEvent.BatchFinished.class::isInstance))
                .hasSize(20);
        assertThat(events.stream().filter(JobEvent.ExecutorAdded.class::isInstance))
                .hasSizeBetween(1, 2);
    }

    private static void checkPod(Pod pod) {
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("media");
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("painter");
        Container container = pod.getSpec().getContainers().get(0);
        assertThat(container.getImage()).isEqualTo("atelier:test");
        assertThat(container.getArgs()).containsExactly("executor");
        assertThat(container.getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/etc/atelier-cluster"));
        assertThat(container.getEnv())
                .anySatisfy(variable -> assertThat(variable.getValue()).isEqualTo("az://data/jobs"));
        // the secret itself is nowhere in what the API server knows
        assertThat(container.getEnv())
                .noneSatisfy(variable -> assertThat(variable.getName()).contains("SECRET"));
        assertThat(List.of("1536Mi", "1.5Gi"))
                .contains(container.getResources().getRequests().get("memory").toString());
    }
}
