package dev.atelier.storage;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.UserDelegationKey;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.azure.storage.common.sas.SasProtocol;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.SignedLinks;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Shared access signatures: of a user delegation key, which dies with its user's access, or of the account's key where
 * that is all there is.
 */
record AzureLinks(BlobServiceClient service, BlobContainerClient container, AzureAccount account)
        implements SignedLinks {
    /** As long as a user delegation key may live. */
    private static final Duration LONGEST = Duration.ofDays(7);

    @Override
    public URI toObject(String name, Access access, Duration life) {
        BlockBlobClient blob = container.getBlobClient(ObjectName.checked(name)).getBlockBlobClient();
        var permission = new BlobSasPermission();
        switch (access) {
            case READ -> permission.setReadPermission(true);
            case WRITE -> permission.setCreatePermission(true).setWritePermission(true);
            case DELETE -> permission.setDeletePermission(true);
        }
        var values = limited(new BlobServiceSasSignatureValues(end(life), permission));
        String query = account.credential() instanceof AzureAccount.Key
                ? blob.generateSas(values)
                : blob.generateUserDelegationSas(values, delegationKey(life));
        return URI.create(blob.getBlobUrl() + "?" + query);
    }

    /** Only a whole container: prefixes can be told apart only where an account has real folders. */
    @Override
    public Optional<URI> toPrefix(String prefix, Access access, Duration life) {
        if (!prefix.isEmpty()) {
            return Optional.empty();
        }
        var permission = new BlobContainerSasPermission();
        switch (access) {
            case READ -> permission.setReadPermission(true).setListPermission(true);
            case WRITE -> permission.setCreatePermission(true).setWritePermission(true);
            case DELETE -> permission.setDeletePermission(true);
        }
        var values = limited(new BlobServiceSasSignatureValues(end(life), permission));
        String query = account.credential() instanceof AzureAccount.Key
                ? container.generateSas(values)
                : container.generateUserDelegationSas(values, delegationKey(life));
        return Optional.of(URI.create(container.getBlobContainerUrl() + "?" + query));
    }

    private BlobServiceSasSignatureValues limited(BlobServiceSasSignatureValues values) {
        return account.endpoint().getScheme().equals("https") ? values.setProtocol(SasProtocol.HTTPS_ONLY) : values;
    }

    private UserDelegationKey delegationKey(Duration life) {
        // clocks differ: a key that begins now may not have begun yet for the service
        OffsetDateTime start = OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(5);
        OffsetDateTime end = end(life);
        OffsetDateTime latest = start.plus(LONGEST);
        return service.getUserDelegationKey(start, end.isBefore(latest) ? end : latest);
    }

    private static OffsetDateTime end(Duration life) {
        if (life.compareTo(LONGEST) > 0) {
            throw new InvalidRequestException(
                    "a link may live " + LONGEST.toDays() + " days at most; ask for a shorter life than " + life);
        }
        return OffsetDateTime.now(ZoneOffset.UTC).plus(life);
    }
}
