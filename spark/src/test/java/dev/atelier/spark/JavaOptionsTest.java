package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

/** The options that the launcher gives the JVM of a driver are those that this version of Spark wants. */
class JavaOptionsTest {
    /** Linear algebra, which warns of an incubator; unverified names in certificates; what the launcher sets anyway. */
    private static final List<String> LEFT_OUT = List.of(
            "--add-modules=jdk.incubator.vector",
            "-Dio.netty.handler.ssl.defaultEndpointVerificationAlgorithm=NONE",
            "--enable-native-access=ALL-UNNAMED");

    @Test
    void nothingIsMissing() throws IOException {
        List<String> options = Files.readAllLines(Path.of("src/main/launch/java.options"));
        assertThat(options)
                .containsAll(Stream.of(JavaModuleOptions.defaultModuleOptionArray())
                        .filter(option -> !LEFT_OUT.contains(option))
                        .toList())
                .doesNotContainAnyElementsOf(LEFT_OUT);
    }
}
