package dev.atelier.storage;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.CustomerProvidedKey;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;

/** Makes clients that try each request once: trying again is the work of {@code ResilientStore}, under one deadline. */
final class AzureClients {
    private AzureClients() {}

    static BlobServiceClient client(AzureAccount account) {
        HttpClient http = new JdkHttpClientBuilder()
                .connectionTimeout(account.timeout())
                .responseTimeout(account.timeout())
                .readTimeout(account.timeout())
                .writeTimeout(account.timeout())
                .build();
        int seconds = (int) Math.max(1, account.timeout().toSeconds() * 4);
        BlobServiceClientBuilder builder = new BlobServiceClientBuilder()
                .endpoint(account.endpoint().toString())
                .httpClient(http)
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, seconds, null, null, null));
        account.customerKey().map(CustomerProvidedKey::new).ifPresent(builder::customerProvidedKey);
        AzureAccount.Credential credential = account.credential();
        if (credential instanceof AzureAccount.Signature signature) {
            builder.sasToken(signature.query());
        } else if (credential instanceof AzureAccount.Key key) {
            builder.credential(new StorageSharedKeyCredential(key.account(), key.key()));
        } else if (credential instanceof AzureAccount.Token token) {
            builder.credential(token.source());
        } else {
            builder.credential(new DefaultAzureCredentialBuilder().build());
        }
        return builder.buildClient();
    }
}
