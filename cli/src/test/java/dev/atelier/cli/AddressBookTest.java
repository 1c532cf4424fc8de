package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBookTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    private AddressBook book(StoreSettings.Role role, String... settings) throws IOException {
        Files.write(home.resolve(StoreSettings.FILE), List.of(settings));
        return new AddressBook(StoreSettings.of(new Home(home), environment), role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"az://media/clip.mp4", "s3://media/clip.mp4", "http://storage.example/media/clip.mp4"})
    void plainHttpIsForLoopbackAloneUnlessTheHostIsAllowedByName(String address) throws Exception {
        environment.put("AZURE_STORAGE_KEY", "a2V5");
        String endpoints = "azure.endpoint=http://storage.example/account\ns3.endpoint=http://storage.example:9000";

        for (String allowed : List.of("", "http.allowed=other.example", "http.allowed=example")) {
            assertThatThrownBy(() ->
                            book(StoreSettings.Role.USER, endpoints, allowed).locate(address))
                    .as(allowed)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("http://storage.example is not encrypted")
                    .hasMessageContaining("http.allowed");
        }
        assertThatCode(() -> book(StoreSettings.Role.USER, endpoints, "http.allowed=other.example, storage.example")
                        .locate(address))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void loopbackNeedsNoEncryption(String host) throws Exception {
        environment.put("AZURE_STORAGE_KEY", "a2V5");
        environment.put("ATELIER_AZURE_ENDPOINT", "http://" + host + ":10000/account");
        environment.put("AWS_ENDPOINT_URL_S3", "http://" + host + ":9000");
        AddressBook book = book(StoreSettings.Role.USER);

        for (String address : List.of("az://media/a", "s3://media/a", "http://" + host + ":9000/media/a")) {
            assertThatCode(() -> book.locate(address)).as(address).doesNotThrowAnyException();
        }
    }

    @Test
    void aLoginIsNotGivenToPlainHttp() throws Exception {
        assertThatThrownBy(() -> book(StoreSettings.Role.USER, "azure.endpoint=http://127.0.0.1:10000/account")
                        .locate("az://media/a"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("a login works over https alone")
                .hasMessageContaining("AZURE_STORAGE_KEY");
    }

    @Test
    void aRoleHasSettingsOfItsOwn() throws Exception {
        String[] settings = {"azure.endpoint=https://users.example", "ops.azure.endpoint=http://ops.example"};

        assertThatCode(() -> book(StoreSettings.Role.USER, settings).locate("az://a/b"))
                .doesNotThrowAnyException();
        assertThatCode(() -> book(StoreSettings.Role.DATA, settings).locate("az://a/b"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> book(StoreSettings.Role.OPS, settings).locate("az://a/b"))
                .hasMessageContaining("http://ops.example");
    }

    @Test
    void keysAreAskedForBeforeAnythingIsEncrypted() throws Exception {
        assertThatThrownBy(() -> book(StoreSettings.Role.USER).locate("encrypted:" + home + "/x"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("atelier store key FILE");
        environment.put("KEYS", "{\"encryptedKeyset\":\"AA==\"}");
        assertThatThrownBy(() -> book(StoreSettings.Role.USER, "encryption.keys=env:KEYS")
                        .locate("encrypted:" + home + "/x"))
                .hasMessageContaining("set encryption.kms");
        assertThatThrownBy(() -> book(
                                StoreSettings.Role.USER,
                                "encryption.keys=env:KEYS",
                                "encryption.kms=gcp-kms://projects/x")
                        .locate("encrypted:" + home + "/x"))
                .hasMessageContaining("no key service is known for gcp-kms://projects/x");
    }

    @Test
    void whatIsNoAddressIsRefusedWithoutItsQuery() throws Exception {
        AddressBook book = book(StoreSettings.Role.USER);

        assertThatThrownBy(() -> book.locate("ftp://host/clip.mp4?secret=1"))
                .isInstanceOf(InvalidRequestException.class)
                .satisfies(e ->
                        assertThat(e.getMessage()).contains("no store is known").doesNotContain("secret=1"));
    }
}
