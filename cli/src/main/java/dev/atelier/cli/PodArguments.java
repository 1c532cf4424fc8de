package dev.atelier.cli;

import dev.atelier.core.engine.ClusterOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Executors as pods of Kubernetes. */
final class PodArguments {
    private static final String KUBERNETES = "k8s://";

    @Option(names = "--image", paramLabel = "NAME", description = "Kubernetes: the image that executors run.")
    String image;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Kubernetes: where the pods are; default ${DEFAULT-VALUE}.")
    String namespace = "default";

    @Option(
            names = "--service-account",
            paramLabel = "NAME",
            defaultValue = "atelier",
            description = "Kubernetes: whom pods act as; default ${DEFAULT-VALUE}.")
    String serviceAccount = "atelier";

    @Option(
            names = "--pod-template",
            paramLabel = "FILE",
            description = "Kubernetes: what else an executor's pod needs, such as credentials of stores.")
    Path template;

    static boolean isKubernetes(String master) {
        return master.startsWith(KUBERNETES);
    }

    /** A sentence for each thing that is wrong with them. */
    List<String> problems(String master) {
        boolean kubernetes = isKubernetes(master);
        var problems = new ArrayList<String>();
        if (kubernetes != (image != null)) {
            problems.add(
                    kubernetes
                            ? "--master is Kubernetes; name the image of executors with --image"
                            : "--image is for Kubernetes; leave it out, or give --master k8s://https://HOST:PORT");
        }
        if (template != null && !(kubernetes && Files.isReadable(template))) {
            problems.add(
                    "--pod-template " + template + ": expected a file that can be read, and Kubernetes as --master");
        }
        String server = kubernetes ? master.substring(KUBERNETES.length()) : "";
        if (server.startsWith("http:") && !isHere(server)) {
            problems.add("--master " + master + ": everyone on the way could read the token that is sent there; give"
                    + " an address with https");
        }
        return problems;
    }

    private static boolean isHere(String server) {
        try {
            String host = URI.create(server).getHost();
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return false;
        }
    }

    /** Empty where the cluster is no Kubernetes. */
    Optional<ClusterOptions.Pods> pods(String master) {
        return isKubernetes(master)
                ? Optional.of(new ClusterOptions.Pods(image, namespace, serviceAccount, Optional.ofNullable(template)))
                : Optional.empty();
    }
}
