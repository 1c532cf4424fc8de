package dev.atelier.storage;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.OutageException;
import software.amazon.awssdk.core.exception.SdkException;

/** What it means when a request to S3 got no answer. */
final class S3Failure {
    private S3Failure() {}

    static AtelierException of(String doing, SdkException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Unable to load credentials")) {
            return new OutageException(
                    doing + ": AWS's default chain finds no credentials; log in, give the machine a role, or set"
                            + " AWS_PROFILE",
                    failure);
        }
        return ServiceFailure.unanswered(doing, failure);
    }
}
