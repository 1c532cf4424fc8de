package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.failure.TransientException;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceFailureTest {
    @ParameterizedTest
    @CsvSource({
        "400, RequestTimeout",
        "400, for a request that came garbled",
        "400, IncompleteBody",
        "400, BadDigest",
        "400, Md5Mismatch",
        "503, SlowDown",
        "503, ServerBusy",
        "500, InternalError",
        "400, Throttling",
        "409, OperationAborted",
        "429, ''"
    })
    void whatMayPassIsTriedAgain(int status, String code) {
        assertThat(ServiceFailure.refused("writing x", status, code, null)).isInstanceOf(TransientException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidArgument",
        "400, InvalidRequest",
        "400, EntityTooLarge",
        "403, AccessDenied",
        "403, BadDigest",
        "404, NoSuchBucket",
        "500, FeatureNotSupported",
        "501, NotImplemented"
    })
    void whatIsWrongIsTold(int status, String code) {
        assertThat(ServiceFailure.refused("writing x", status, code, null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(status + " " + code);
    }

    @ParameterizedTest
    @CsvSource({"403, RequestTimeTooSkewed", "400, ExpiredToken", "401, ''", "403, SignatureDoesNotMatch"})
    void whoIsRefusedIsTold(int status, String code) {
        assertThat(ServiceFailure.refused("writing x", status, code, null)).isInstanceOf(OutageException.class);
    }

    @Test
    void aServerThatIsNotTrustedIsToldAndAHandshakeThatWasCutIsTriedAgain() {
        assertThat(ServiceFailure.unanswered(
                        "reading x", new SSLPeerUnverifiedException("Certificate for <a> doesn't match <b>")))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(ServiceFailure.unanswered(
                        "reading x",
                        new SSLHandshakeException("no path").initCause(new CertificateException("unknown"))))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(ServiceFailure.unanswered(
                        "reading x", new IOException(new SSLPeerUnverifiedException("peer not authenticated"))))
                .isInstanceOf(TransientException.class);
    }
}
