package dev.atelier.storage;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.identity.CredentialUnavailableException;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.OutageException;
import dev.atelier.core.failure.TransientException;

/** What it means when a request to Azure got no answer from the store. */
final class AzureFailure {
    private AzureFailure() {}

    static RuntimeException of(String doing, RuntimeException failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof CredentialUnavailableException || e instanceof ClientAuthenticationException) {
                return new OutageException(
                        doing + ": Azure knows nobody here (" + firstSentence(e.getMessage())
                                + "); log in, give the machine an identity, or configure a signature or key",
                        failure);
            }
            if (e instanceof HttpResponseException answer && answer.getResponse() != null) {
                return ServiceFailure.refused(doing, answer.getResponse().getStatusCode(), "", failure);
            }
        }
        AtelierException unanswered = ServiceFailure.unanswered(doing, failure);
        boolean bug = failure instanceof IllegalArgumentException || failure instanceof NullPointerException;
        return bug && unanswered instanceof TransientException ? failure : unanswered;
    }

    private static String firstSentence(String message) {
        String line = AtelierException.oneLine(message);
        int end = line.indexOf(". ");
        return end < 0 ? line : line.substring(0, end);
    }
}
