package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.MachineScaling;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachinesTest {
    private static final LocalCluster.Status STATUS =
            new LocalCluster.Status("spark://m:7077", List.of(), List.of(), 2);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void obey(String add, String drain, MachineScaling.Decision decision) {
        try (var machines = new Machines(null, add, drain, new PrintStream(out, true, StandardCharsets.UTF_8))) {
            machines.obey(decision, STATUS);
        }
    }

    @Test
    void commandsAreToldWhichMasterAndWhichWorker() throws Exception {
        String add = "echo $ATELIER_MASTER >> " + folder.resolve("added");
        String drain = "echo $ATELIER_WORKER of $ATELIER_MASTER >> " + folder.resolve("drained");
        obey(add, drain, new MachineScaling.Decision(2, List.of("n1:7", "n2:8")));

        assertThat(Files.readAllLines(folder.resolve("added"))).containsExactly("spark://m:7077", "spark://m:7077");
        assertThat(Files.readAllLines(folder.resolve("drained")))
                .containsExactlyInAnyOrder("n1:7 of spark://m:7077", "n2:8 of spark://m:7077");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("adding a machine: 2 executors wait", "giving back n1:7, which does nothing")
                .doesNotContain("failed");
    }

    @Test
    void aCommandThatFailsIsTold() throws Exception {
        obey("exit 3", "true", new MachineScaling.Decision(1, List.of()));

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("failed: the command ended with exit code 3");
    }
}
