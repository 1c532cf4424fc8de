package dev.atelier.storage;

import com.azure.core.util.polling.PollResponse;
import com.azure.core.util.polling.SyncPoller;
import com.azure.storage.blob.models.BlobBeginCopySourceRequestConditions;
import com.azure.storage.blob.models.BlobCopyInfo;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.CopyStatusType;
import com.azure.storage.blob.options.BlobBeginCopyOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** A copy that the service makes. */
record AzureCopy(AzureBlobStore store, AzureAccount account, BlockBlobClient source, BlockBlobClient target) {

    Optional<ObjectInfo> copy(
            String sourceName,
            String targetName,
            BlobRequestConditions conditions,
            Predicate<RuntimeException> conflict) {
        ObjectInfo version =
                store.stat(sourceName).orElseThrow(() -> new NoSuchObjectException(store.address(sourceName)));
        String url = account.credential() instanceof AzureAccount.Signature signature
                ? source.getBlobUrl() + "?" + signature.query()
                : source.getBlobUrl();
        var options = new BlobBeginCopyOptions(url)
                .setPollInterval(Duration.ofMillis(200))
                .setSourceRequestConditions(
                        new BlobBeginCopySourceRequestConditions().setIfMatch(AzureBlobStore.quoted(version.etag())))
                .setDestinationRequestConditions(conditions);
        return store.call("copying to", targetName, () -> {
            try {
                SyncPoller<BlobCopyInfo, Void> copying = target.beginCopy(options);
                PollResponse<BlobCopyInfo> end = copying.waitForCompletion();
                if (end.getValue().getCopyStatus() != CopyStatusType.SUCCESS) {
                    throw new TransientException("copying " + store.address(sourceName) + " ended with "
                            + end.getValue().getCopyStatus() + ": "
                            + end.getValue().getError());
                }
                return store.stat(targetName);
            } catch (BlobStorageException e) {
                if (conflict.test(e)) {
                    return Optional.<ObjectInfo>empty();
                }
                throw e;
            }
        });
    }
}
