package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.models.BlobProperties;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ResilientStore;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.ObjectStoreContract;
import dev.atelier.testkit.server.AzuriteServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Azurite over HTTPS, with OAuth. */
class AzureBlobStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore emptyStore() throws Exception {
        return new ResilientStore(
                new AzureBlobStore(Servers.azure(Servers.token()), Servers.newContainer(), Servers.RETRY),
                Servers.RETRY);
    }

    @Test
    void anObjectHasTheTypeOfItsNameAndItsDigest() throws Exception {
        String container = Servers.newContainer();
        var account = Servers.azure(Servers.token());
        new AzureBlobStore(account, container, Servers.RETRY)
                .put("a/clip.MP4", Content.of("hello"), WriteCondition.ALWAYS);

        BlobProperties properties = AzureClients.client(account)
                .getBlobContainerClient(container)
                .getBlobClient("a/clip.MP4")
                .getProperties();
        assertThat(properties.getContentType()).isEqualTo("video/mp4");
        assertThat(Base64.getEncoder().encodeToString(properties.getContentMd5()))
                .isEqualTo("XUFAKrxLKna5cZ2REBfFkg==");
    }

    @Test
    void aContainerThatIsNotThereIsNamed() {
        var store = new AzureBlobStore(Servers.azure(Servers.token()), "no-such-container", Servers.RETRY);

        for (Runnable use : new Runnable[] {
            () -> store.list("", "", 1),
            () -> store.put("a", Content.of("x"), WriteCondition.IF_ABSENT),
            () -> store.read("a")
        }) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("az://no-such-container/")
                    .hasMessageContaining("create it first, or check its name");
        }
    }

    @Test
    void aWrongKeyIsAnOutageThatDoesNotTellIt() throws Exception {
        String wrong = Base64.getEncoder().encodeToString("planted-wrong-key".getBytes(StandardCharsets.UTF_8));
        var store = new AzureBlobStore(
                Servers.azure(new AzureAccount.Key(AzuriteServer.ACCOUNT, wrong)),
                Servers.newContainer(),
                Servers.RETRY);

        assertThatThrownBy(() -> store.stat("a"))
                .isInstanceOf(OutageException.class)
                .hasMessageContaining("renew them")
                .satisfies(e -> assertThat(e.toString()).doesNotContain(wrong));
    }
}
