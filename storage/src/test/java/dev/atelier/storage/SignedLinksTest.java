package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.SignedLinks;
import dev.atelier.core.store.SignedLinks.Access;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who has a link can do what it says, for as long as it says, and nothing else. */
class SignedLinksTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** How links are signed. */
    enum Signed {
        BY_USER_DELEGATION,
        BY_ACCOUNT_KEY,
        BY_S3
    }

    private static ObjectStore store(Signed signed) throws IOException, InterruptedException {
        ObjectStore store =
                switch (signed) {
                    case BY_USER_DELEGATION ->
                        new AzureBlobStore(Servers.azure(Servers.token()), Servers.newContainer(), Servers.RETRY);
                    case BY_ACCOUNT_KEY ->
                        new AzureBlobStore(Servers.azure(Servers.key()), Servers.newContainer(), Servers.RETRY);
                    case BY_S3 -> new S3Store(Servers.s3(), Servers.newBucket(), Servers.RETRY);
                };
        store.put("a/film one.mp4", Content.of("one"), WriteCondition.ALWAYS);
        store.put("a/film two.mp4", Content.of("two"), WriteCondition.ALWAYS);
        return store;
    }

    private static SignedLinks links(ObjectStore store) {
        return store.links().orElseThrow();
    }

    private static int status(String verb, String link) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(link))
                .header("x-ms-blob-type", "BlockBlob")
                .method(verb, verb.equals("PUT") ? BodyPublishers.ofString("written") : BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @ParameterizedTest
    @EnumSource
    void aLinkToReadReadsItsObjectAndNothingElse(Signed signed) throws Exception {
        ObjectStore store = store(signed);
        String link = links(store).toObject("a/film one.mp4", Access.READ, HOUR).toString();

        assertThat(status("GET", link)).isEqualTo(200);
        assertThat(status("GET", link.replace("one.mp4", "two.mp4"))).isEqualTo(403);
        assertThat(status("PUT", link)).isEqualTo(403);
        assertThat(status("DELETE", link)).isEqualTo(403);
        assertThat(status("GET", tampered(link))).isEqualTo(403);
        assertThat(status("GET", longer(link))).isEqualTo(403);
        assertThat(status("GET", link.replaceFirst("[?].*", ""))).isIn(401, 403, 404);
    }

    @ParameterizedTest
    @EnumSource
    void aLinkToWriteWritesAndDoesNotRead(Signed signed) throws Exception {
        ObjectStore store = store(signed);
        String link = links(store).toObject("b/new.txt", Access.WRITE, HOUR).toString();

        assertThat(status("GET", link)).isEqualTo(403);
        assertThat(status("DELETE", link)).isEqualTo(403);
        assertThat(status("PUT", link.replace("new.txt", "other.txt"))).isEqualTo(403);
        assertThat(status("PUT", link)).isIn(200, 201);
        assertThat(store.stat("b/new.txt")).isPresent();
        assertThat(store.stat("b/other.txt")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLinkToDeleteDeletesAndNothingElse(Signed signed) throws Exception {
        ObjectStore store = store(signed);
        String link =
                links(store).toObject("a/film one.mp4", Access.DELETE, HOUR).toString();

        assertThat(status("GET", link)).isEqualTo(403);
        assertThat(status("PUT", link)).isEqualTo(403);
        assertThat(status("DELETE", link)).isIn(202, 204);
        assertThat(store.stat("a/film one.mp4")).isEmpty();
        assertThat(store.stat("a/film two.mp4")).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void aLinkDiesWhenItsTimeIsOver(Signed signed) throws Exception {
        ObjectStore store = store(signed);
        String link = links(store)
                .toObject("a/film one.mp4", Access.READ, Duration.ofSeconds(1))
                .toString();
        Thread.sleep(2500);

        assertThat(status("GET", link)).isEqualTo(403);
        assertThatThrownBy(() -> links(store).toObject("a", Access.READ, Duration.ofDays(8)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("7 days at most");
    }

    @ParameterizedTest
    @EnumSource
    void aLinkIsAPlaceOfItsOwn(Signed signed) throws Exception {
        ObjectStore store = store(signed);
        URI link = links(store).toObject("a/film one.mp4", Access.READ, HOUR);
        Location place = new SignedAddress(link).open(Servers.TIMEOUT, Servers.RETRY);

        try (ObjectStream in = place.store().read(place.name(), 1, 10)) {
            assertThat(in.readAllBytes()).asString().isEqualTo("ne");
        }
        assertThat(place.store().stat(place.name()).orElseThrow().size()).isEqualTo(3);
        assertThat(place.toString()).endsWith("?…").doesNotContain("sig=", "Signature=");
        assertThat(place.store().capabilities()).doesNotContain(Capability.LIST, Capability.DELETE);
        assertThatThrownBy(() -> place.store().put(place.name(), Content.of("x"), WriteCondition.ALWAYS))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("403");
        Location written = new SignedAddress(links(store).toObject("b/new", Access.WRITE, HOUR))
                .open(Servers.TIMEOUT, Servers.RETRY);
        assertThat(written.store().put(written.name(), Content.of("first"), WriteCondition.IF_ABSENT))
                .isPresent();
        assertThat(written.store().put(written.name(), Content.of("second"), WriteCondition.IF_ABSENT))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLinkToAllIsMadeWhereTheStoreCanLimitIt(Signed signed) throws Exception {
        SignedLinks links = links(store(signed));

        assertThat(links.toPrefix("a/", Access.READ, HOUR)).isEmpty();
        if (signed == Signed.BY_S3) {
            assertThat(links.toPrefix("", Access.READ, HOUR)).isEmpty();
            return;
        }
        Location all = new SignedAddress(links.toPrefix("", Access.READ, HOUR).orElseThrow())
                .open(Servers.TIMEOUT, Servers.RETRY);
        assertThat(all.store().list("", "", 10).objects())
                .extracting("name")
                .containsExactly("a/film one.mp4", "a/film two.mp4");
        assertThatThrownBy(() -> all.store().delete("a/film one.mp4")).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLeftOfALinkInARecordSaysSo(Signed signed) throws Exception {
        URI link = links(store(signed)).toObject("a/film one.mp4", Access.READ, HOUR);
        String kept = new SignedAddress(link)
                .open(Servers.TIMEOUT, Servers.RETRY)
                .toString()
                .replace(" ", "%20");

        assertThatThrownBy(() -> new SignedAddress(URI.create(kept)).open(Servers.TIMEOUT, Servers.RETRY))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("whose secrets are never kept");
    }

    /** With another letter in the signature. */
    private static String tampered(String link) {
        int at = Math.max(link.indexOf("sig="), link.indexOf("X-Amz-Signature=") + 12) + 10;
        char other = link.charAt(at) == 'a' ? 'b' : 'a';
        return link.substring(0, at) + other + link.substring(at + 1);
    }

    /** With a later end. */
    private static String longer(String link) {
        return link.replaceFirst("([?&]se=20)\\d\\d", "$199").replaceFirst("X-Amz-Expires=\\d+", "X-Amz-Expires=86400");
    }
}
