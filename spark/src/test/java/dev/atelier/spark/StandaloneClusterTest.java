package dev.atelier.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.failure.InvalidRequestException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneClusterTest {
    @TempDir
    private Path folder;

    @Test
    void aPortThatIsTakenIsRefusedBeforeAnythingStarts() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var cluster = new StandaloneCluster(folder);
            assertThatThrownBy(() -> cluster.start(taken.getLocalPort(), 1, new LocalCluster.Lent(1, 512)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("--port")
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
            assertThat(folder).isEmptyDirectory();
            assertThat(cluster.status().master()).isEmpty();
        }
    }
}
