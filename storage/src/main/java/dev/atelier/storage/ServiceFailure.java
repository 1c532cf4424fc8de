package dev.atelier.storage;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.failure.TransientException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a service's refusal, or the lack of an answer, means for Atelier. */
final class ServiceFailure {
    /** What the JDK says of a peer whose certificate never came, since the connection was cut before. */
    private static final String CUT_HANDSHAKE = "peer not authenticated";

    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "AuthenticationFailed",
            "InvalidAuthenticationInfo",
            "NoAuthenticationInformation",
            "ExpiredToken",
            "TokenRefreshRequired",
            "InvalidToken",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "RequestTimeTooSkewed");

    /**
     * In place of a service's own word for a 400 that has none, where the service always has one: then it was the server
     * before it, which could not read what came over the wire.
     */
    static final String UNREADABLE = "for a request that came garbled";

    /** Answers of 400 that blame the connection: a body that stalled, broke off or was changed on its way. */
    private static final Set<String> BROKEN_REQUEST = Set.of(
            UNREADABLE,
            "RequestTimeout",
            "IncompleteBody",
            "BadDigest",
            "XAmzContentChecksumMismatch",
            "XAmzContentSHA256Mismatch",
            "Md5Mismatch",
            "Crc64Mismatch");

    /** Answers that ask for patience, whatever their status. */
    private static final Set<String> BUSY = Set.of(
            "SlowDown",
            "InternalError",
            "ServiceUnavailable",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "BandwidthLimitExceeded",
            "ServerBusy",
            "OperationTimedOut");

    private ServiceFailure() {}

    /**
     * The failure for an answer.
     *
     * @param status of HTTP
     * @param code the service's own word for it
     */
    static AtelierException refused(String doing, int status, String code, Throwable cause) {
        String answer = doing + ": the store answered " + status + (code.isEmpty() ? "" : " " + code);
        if (status == 401 || BAD_CREDENTIALS.contains(code)) {
            return new OutageException(
                    answer + "; the credentials are wrong or have expired: renew them, then go on", cause);
        }
        if (BUSY.contains(code) || (status == 400 && BROKEN_REQUEST.contains(code))) {
            return new TransientException(answer, cause);
        }
        if (status == 403) {
            return new InvalidRequestException(
                    answer + "; what these credentials permit does not include it: ask for access, or use others",
                    cause);
        }
        if (code.equals("NoSuchBucket") || code.equals("ContainerNotFound")) {
            return new InvalidRequestException(answer + "; create it first, or check its name", cause);
        }
        if (status == 501 || code.equals("FeatureNotSupported")) {
            return new InvalidRequestException(
                    answer + "; this service cannot do it: use another, or do without", cause);
        }
        if (status == 408 || status == 409 || status == 429 || status >= 500) {
            return new TransientException(answer, cause);
        }
        return status >= 400 && status < 500
                ? new InvalidRequestException(answer + reason(cause), cause)
                : new InfrastructureException(answer + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        return cause == null ? "" : " (" + AtelierException.oneLine(cause.getMessage()) + ")";
    }

    /** The failure where no answer came. */
    static AtelierException unanswered(String doing, Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof AtelierException known) {
                return known;
            }
            if (e instanceof UnknownHostException) {
                return new TransientException(doing + ": there is no host " + e.getMessage(), cause);
            }
            if (isDistrust(e)) {
                return new InvalidRequestException(
                        doing + ": the server's certificate is not trusted (" + e.getMessage()
                                + "); give its authority to Java: -Djavax.net.ssl.trustStore",
                        cause);
            }
        }
        return new TransientException(doing + ": " + AtelierException.reason(cause), cause);
    }

    private static boolean isDistrust(Throwable e) {
        return e instanceof CertificateException
                || (e instanceof SSLPeerUnverifiedException && !CUT_HANDSHAKE.equals(e.getMessage()));
    }
}
