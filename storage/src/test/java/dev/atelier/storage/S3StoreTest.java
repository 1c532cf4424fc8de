package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ResilientStore;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.ObjectStoreContract;
import dev.atelier.testkit.server.S3ProxyServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** S3Proxy, which checks signatures. */
class S3StoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore emptyStore() throws Exception {
        return new ResilientStore(new S3Store(Servers.s3(), Servers.newBucket(), Servers.RETRY), Servers.RETRY);
    }

    /** S3Proxy keeps objects as files, and answers 500 where one stands in for a folder. S3 itself has no folders. */
    @Override
    @Test
    protected void nothingIsBelowAnObject() {
        var store = new S3Store(Servers.s3(), "no-such-bucket", Servers.RETRY);

        assertThat(store.stat("folder/object/below")).isEmpty();
    }

    @Test
    void anObjectHasTheTypeOfItsNameAndItsChecksum() throws Exception {
        String bucket = Servers.newBucket();
        new S3Store(Servers.s3(), bucket, Servers.RETRY).put("a/frame.png", Content.of("hello"), WriteCondition.ALWAYS);

        var head = S3Clients.client(Servers.s3())
                .headObject(request -> request.bucket(bucket).key("a/frame.png"));
        assertThat(head.contentType()).isEqualTo("image/png");
        assertThat(head.metadata()).containsEntry(S3Store.CHECKSUM, "9a71bb4c");
    }

    @Test
    void unfinishedUploadsAreThrownAway() throws Exception {
        String bucket = Servers.newBucket();
        var store = new S3Store(Servers.s3(), bucket, Servers.RETRY);
        S3Client client = S3Clients.client(Servers.s3());
        for (String key : new String[] {"jobs/1/a", "jobs/2/a", "film.mp4", "film.mp4.old"}) {
            client.createMultipartUpload(request -> request.bucket(bucket).key(key));
        }
        assertThat(Servers.s3Proxy().unfinishedUploads())
                .filteredOn(file -> file.toString().contains(bucket + "/"))
                .hasSize(4);
        store.discardUnfinished("jobs/1/");
        store.discardUnfinished("film.mp4");

        assertThat(client.listMultipartUploads(request -> request.bucket(bucket))
                        .uploads())
                .extracting("key")
                .containsExactlyInAnyOrder("jobs/2/a", "film.mp4.old");
        assertThat(Servers.s3Proxy().unfinishedUploads())
                .filteredOn(file -> file.toString().contains(bucket + "/"))
                .hasSize(2);
        assertThat(store.list("", "", 10).objects()).isEmpty();
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        var store = new S3Store(Servers.s3(), "no-such-bucket", Servers.RETRY);

        assertThatThrownBy(() -> store.list("", "", 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("s3://no-such-bucket/")
                .hasMessageContaining("create it first, or check its name");
    }

    @Test
    void aWrongKeyIsAnOutageThatDoesNotTellIt() throws Exception {
        var account = new S3Account(
                Optional.of(Servers.s3Proxy().endpoint()),
                Optional.of("us-east-1"),
                Optional.empty(),
                Optional.of(new S3Account.Keys(S3ProxyServer.KEY_ID, "planted-wrong-secret")),
                Servers.TIMEOUT);
        var store = new S3Store(account, Servers.newBucket(), Servers.RETRY);

        assertThatThrownBy(() -> store.list("", "", 1))
                .isInstanceOf(OutageException.class)
                .hasMessageContaining("SignatureDoesNotMatch")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("planted-wrong-secret"));
        assertThat(account.toString()).doesNotContain("planted-wrong-secret");
    }

    /** The words of S3Proxy 4.1.0 for a body that stalls for its 30 s, and for one that breaks off. */
    @ParameterizedTest
    @ValueSource(strings = {"RequestTimeout", "InvalidRequest"})
    void aRequestThatTheServiceGaveUpIsMadeAgain(String code) throws Exception {
        var requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean first = requests.incrementAndGet() == 1;
            byte[] answer = ("<Error><Code>" + code + "</Code><Message>Bad Request</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            exchange.sendResponseHeaders(first ? 400 : 200, first ? answer.length : -1);
            if (first) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        server.start();
        try {
            URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            var store = new S3Store(Servers.s3(endpoint, Servers.TIMEOUT), "bucket", Servers.RETRY);
            var written = new ResilientStore(store, Servers.RETRY).put("a", Content.of("a"), WriteCondition.ALWAYS);

            assertThat(written).isPresent();
            assertThat(requests).hasValue(2);
        } finally {
            server.stop(0);
        }
    }
}
