package dev.atelier.core.failure;

import java.util.regex.Pattern;

/** Takes secrets out of text for logs, records, errors and pages. The one place that knows what a secret looks like. */
public final class Redaction {
    private static final String HIDDEN = "…";

    /** Signatures in links, credentials in headers and connection strings, tokens. */
    private static final Pattern SECRETS = Pattern.compile(
            "(?i)(?<=[?&](?:sig|skoid|sktid|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|X-Goog-Signature"
                    + "|Signature|AWSAccessKeyId|token|access_token)=)[^&\\s\"'<>;)]+"
                    + "|(?<=(?:AccountKey|SharedAccessSignature|client_secret|aws_secret_access_key)=)[^;\\s\"']+"
                    + "|(?<=Authorization: )[^\\r\\n]+"
                    + "|(?<=Bearer )[A-Za-z0-9._~+/=-]+"
                    + "|(?<=SharedKey )\\S+"
                    + "|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*"
                    + "|(?<=://)[^/\\s:@]+:[^/\\s@]+(?=@)");

    private Redaction() {}

    /** The text with every secret in it replaced. */
    public static String of(String text) {
        return text == null ? null : SECRETS.matcher(text).replaceAll(HIDDEN);
    }
}
