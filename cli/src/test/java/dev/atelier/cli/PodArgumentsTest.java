package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PodArgumentsTest {
    private final PodArguments arguments = new PodArguments();

    @Test
    void aTokenIsNotSentInClear() {
        arguments.image = "registry/atelier:1";
        assertThat(arguments.problems("k8s://http://192.0.2.1:8080"))
                .singleElement()
                .asString()
                .contains("k8s://http://192.0.2.1:8080", "https");
        assertThat(arguments.problems("k8s://http://127.0.0.1:8080")).isEmpty();
        assertThat(arguments.problems("k8s://https://192.0.2.1:6443")).isEmpty();
    }

    @Test
    void allProblemsAreToldAtOnce() {
        arguments.template = Path.of("nowhere.yaml");
        assertThat(arguments.problems("k8s://https://192.0.2.1:6443"))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("--image"))
                .anySatisfy(problem -> assertThat(problem).contains("nowhere.yaml"));
        assertThat(arguments.pods("spark://127.0.0.1:7077")).isEmpty();
    }
}
