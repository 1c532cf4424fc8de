package dev.atelier.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where S3 is and who one is there. What is empty is found as every AWS tool finds it.
 *
 * @param endpoint of a service that speaks S3 and is not AWS
 * @param profile of the AWS configuration files
 * @param keys instead of the default chain
 * @param timeout after which a request that makes no progress has failed
 */
public record S3Account(
        Optional<URI> endpoint,
        Optional<String> region,
        Optional<String> profile,
        Optional<Keys> keys,
        Duration timeout) {
    /** An access key. */
    public record Keys(String id, String secret) {
        @Override
        public String toString() {
            return "Keys[" + id + ", …]";
        }
    }
}
