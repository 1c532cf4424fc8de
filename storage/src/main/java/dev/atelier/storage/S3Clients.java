package dev.atelier.storage;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Makes clients that try each request once: trying again is the work of {@code ResilientStore}, under one deadline. */
final class S3Clients {
    private static final int CONNECTIONS = 64;

    private S3Clients() {}

    static S3Client client(S3Account account) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(account.timeout())
                        .socketTimeout(account.timeout()))
                .credentialsProvider(credentials(account))
                .region(region(account))
                .serviceConfiguration(style(account))
                // checksums are computed and compared here, so that they span retries and ranges
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(account.timeout().multipliedBy(10)));
        account.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    static S3Presigner presigner(S3Account account) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .credentialsProvider(credentials(account))
                .region(region(account))
                .serviceConfiguration(style(account));
        account.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** Buckets are parts of the path where the endpoint is not AWS's own: such names resolve nowhere. */
    private static S3Configuration style(S3Account account) {
        return S3Configuration.builder()
                .pathStyleAccessEnabled(account.endpoint().isPresent())
                .chunkedEncodingEnabled(false)
                .build();
    }

    private static AwsCredentialsProvider credentials(S3Account account) {
        if (account.keys().isPresent()) {
            S3Account.Keys keys = account.keys().get();
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.id(), keys.secret()));
        }
        DefaultCredentialsProvider.Builder builder = DefaultCredentialsProvider.builder();
        account.profile().ifPresent(builder::profileName);
        return builder.build();
    }

    private static Region region(S3Account account) {
        Supplier<Region> found = () -> {
            try {
                return new DefaultAwsRegionProviderChain().getRegion();
            } catch (SdkClientException e) {
                return Region.US_EAST_1;
            }
        };
        return account.region().map(Region::of).orElseGet(found);
    }
}
