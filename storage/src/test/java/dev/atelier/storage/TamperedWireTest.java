package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.ResilientStore;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.server.TamperingWire;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real clients and servers, with something in between that changes bytes: no TLS helps against that. */
class TamperedWireTest {
    private static final byte[] CONTENT =
            (TamperingWire.MARK + "0123456789").repeat(4000).getBytes(StandardCharsets.US_ASCII);

    private static ObjectStore azure(String container, int port) {
        URI endpoint = URI.create("https://127.0.0.1:" + port + "/devstoreaccount1");
        return new AzureBlobStore(Servers.azure(endpoint, Servers.token(), Servers.TIMEOUT), container, Servers.RETRY);
    }

    private static ObjectStore s3(String bucket, int port) {
        return new S3Store(Servers.s3(URI.create("https://127.0.0.1:" + port), Servers.TIMEOUT), bucket, Servers.RETRY);
    }

    private static Content large() {
        return Content.concatenation(java.util.Collections.nCopies(100, Content.of(CONTENT)));
    }

    private static byte[] bytes(ObjectStore store, String name) throws IOException {
        try (ObjectStream in = store.read(name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void azureRefusesAnUploadThatWasChangedAndTheNextTrySucceeds(boolean inParts) throws Exception {
        String container = Servers.newContainer();
        refused(inParts, Servers.azurite().port(), port -> azure(container, port));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void s3RefusesAnUploadThatWasChangedAndTheNextTrySucceeds(boolean inParts) throws Exception {
        String bucket = Servers.newBucket();
        refused(inParts, Servers.s3Proxy().port(), port -> s3(bucket, port));
    }

    private interface Opened {
        ObjectStore at(int port);
    }

    private static void refused(boolean inParts, int server, Opened opened) throws Exception {
        Content content = inParts ? large() : Content.of(CONTENT);
        byte[] expected;
        try (var in = content.open()) {
            expected = in.readAllBytes();
        }
        try (var wire = TamperingWire.up(Servers.azurite().tls(), server, 2)) {
            ObjectStore bare = opened.at(wire.port());
            if (!inParts) {
                assertThatThrownBy(() -> bare.put("once", content, WriteCondition.IF_ABSENT))
                        .isInstanceOf(TransientException.class);
                assertThat(opened.at(server).stat("once")).isEmpty();
            }
            new ResilientStore(bare, Servers.RETRY).put("object", content, WriteCondition.IF_ABSENT);
            assertThat(wire.left()).as("it did change something").isZero();
        }
        assertThat(bytes(opened.at(server), "object")).isEqualTo(expected);
    }

    @Test
    void whatAzureSendsIsCheckedToo() throws Exception {
        String container = Servers.newContainer();
        noticed(Servers.azurite().port(), port -> azure(container, port));
    }

    @Test
    void whatS3SendsIsCheckedToo() throws Exception {
        String bucket = Servers.newBucket();
        noticed(Servers.s3Proxy().port(), port -> s3(bucket, port));
    }

    private static void noticed(int server, Opened opened) throws Exception {
        opened.at(server).put("object", Content.of(CONTENT), WriteCondition.ALWAYS);
        try (var wire = TamperingWire.down(Servers.azurite().tls(), server, 1)) {
            var store = new ResilientStore(opened.at(wire.port()), Servers.RETRY);
            assertThatThrownBy(() -> bytes(store, "object"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
            assertThat(bytes(store, "object")).isEqualTo(CONTENT);
        }
    }
}
