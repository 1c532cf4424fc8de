package dev.atelier.storage;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.models.ConsistentReadControl;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlobInputStream;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Checksum;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ContentType;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.Retry;
import dev.atelier.core.store.RunningChecksum;
import dev.atelier.core.store.SignedLinks;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A container of Azure Blob Storage. Every request is made once; blocks that were sent and never committed are no
 * objects, and the service forgets them within a week.
 */
public final class AzureBlobStore implements ObjectStore {
    /** How much of an object a reader asks for at once. */
    private static final int READ_BLOCK = 4 << 20;

    private static final String FOLDER_MARK = "hdi_isfolder";

    private final AzureAccount account;
    private final BlobServiceClient service;
    private final BlobContainerClient container;
    private final Set<Capability> capabilities;
    private final Parts parts;
    private final OrderedPages pages = new OrderedPages(this::page);

    /** @param retry for the parts of large objects */
    public AzureBlobStore(AzureAccount account, String container, Retry retry) {
        this(account, container, EnumSet.allOf(Capability.class), retry);
    }

    /** @param capabilities what the credential permits */
    AzureBlobStore(AzureAccount account, String container, Set<Capability> capabilities, Retry retry) {
        this.account = account;
        this.service = AzureClients.client(account);
        this.container = service.getBlobContainerClient(container);
        this.capabilities = Set.copyOf(capabilities);
        this.parts = new Parts(retry);
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        BlockBlobClient blob = blob(name);
        return call("looking at", name, () -> {
            try {
                BlobProperties properties = blob.getProperties();
                boolean folder = properties.getMetadata().containsKey(FOLDER_MARK);
                return folder
                        ? Optional.<ObjectInfo>empty()
                        : Optional.of(info(name, properties.getBlobSize(), properties.getETag()));
            } catch (BlobStorageException e) {
                if (isMissing(e)) {
                    return Optional.<ObjectInfo>empty();
                }
                throw e;
            }
        });
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        return read(name, offset, length, null);
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        return read(version.name(), offset, length, version.etag());
    }

    private ObjectStream read(String name, long offset, long length, String etag) {
        BlockBlobClient blob = blob(name);
        if (length <= 0) {
            return empty(name, etag);
        }
        var options = new BlobInputStreamOptions()
                .setBlockSize(READ_BLOCK)
                .setConsistentReadControl(ConsistentReadControl.ETAG)
                .setRange(length == Long.MAX_VALUE ? new BlobRange(offset) : new BlobRange(offset, length));
        if (etag != null) {
            options.setRequestConditions(new BlobRequestConditions().setIfMatch(quoted(etag)));
        }
        return call("reading", name, () -> {
            try {
                BlobInputStream in = blob.openInputStream(options);
                BlobProperties properties = in.getProperties();
                byte[] md5 = properties.getContentMd5();
                return new ObjectStream(
                        info(name, properties.getBlobSize(), properties.getETag()),
                        new CheckedReads(in),
                        Optional.ofNullable(md5)
                                .filter(m -> offset == 0)
                                .map(m -> new Checksum(
                                        Checksum.Algorithm.MD5, HexFormat.of().formatHex(m))));
            } catch (BlobStorageException e) {
                if (e.getStatusCode() == 416) {
                    return empty(name, etag);
                }
                if (isMissing(e)) {
                    throw new NoSuchObjectException(address(name));
                }
                if (e.getStatusCode() == 412) {
                    throw NoSuchObjectException.changed(address(name));
                }
                throw e;
            }
        });
    }

    private ObjectStream empty(String name, String etag) {
        ObjectInfo now = stat(name).orElseThrow(() -> new NoSuchObjectException(address(name)));
        if (etag != null && !etag.equals(now.etag())) {
            throw NoSuchObjectException.changed(address(name));
        }
        return new ObjectStream(now, InputStream.nullInputStream());
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        BlockBlobClient blob = blob(name);
        try (InputStream in = content.open()) {
            byte[] first = in.readNBytes(Parts.SIZE);
            if (first.length < Parts.SIZE) {
                return putAtOnce(blob, name, first, condition);
            }
            return ConditionsBefore.mayHold(this, name, condition)
                    ? putInBlocks(blob, name, first, in, condition)
                    : Optional.empty();
        } catch (IOException e) {
            throw new InfrastructureException(
                    "writing " + address(name) + " failed: what was to be written cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private Optional<ObjectInfo> putAtOnce(BlockBlobClient blob, String name, byte[] bytes, WriteCondition condition) {
        byte[] md5 = md5(bytes);
        var options = new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(bytes))
                .setContentMd5(md5)
                .setHeaders(headers(name, md5))
                .setRequestConditions(conditions(condition));
        return write(name, bytes.length, condition, () -> blob.uploadWithResponse(options, null, Context.NONE)
                .getValue());
    }

    private Optional<ObjectInfo> putInBlocks(
            BlockBlobClient blob, String name, byte[] first, InputStream rest, WriteCondition condition)
            throws IOException {
        String upload = UUID.randomUUID().toString();
        var whole = new RunningChecksum(Checksum.Algorithm.MD5);
        whole.update(first, 0, first.length);
        var counted = new CountedReads(rest, whole);
        List<String> ids = parts.send(
                address(name),
                first,
                counted,
                (number, bytes) -> call("writing", name, () -> {
                    String id = Base64.getEncoder()
                            .encodeToString(String.format(Locale.ROOT, "%s-%06d", upload, number)
                                    .getBytes(StandardCharsets.US_ASCII));
                    blob.stageBlockWithResponse(
                            new BlockBlobStageBlockOptions(id, BinaryData.fromBytes(bytes)).setContentMd5(md5(bytes)),
                            null,
                            Context.NONE);
                    return id;
                }));
        byte[] md5 = HexFormat.of().parseHex(whole.value().hex());
        var options = new BlockBlobCommitBlockListOptions(ids)
                .setHeaders(headers(name, md5))
                .setRequestConditions(conditions(condition));
        return write(name, first.length + counted.count(), condition, () -> blob.commitBlockListWithResponse(
                        options, null, Context.NONE)
                .getValue());
    }

    private Optional<ObjectInfo> write(
            String name, long size, WriteCondition condition, Supplier<BlockBlobItem> request) {
        return call("writing", name, () -> {
            try {
                return Optional.of(info(name, size, request.get().getETag()));
            } catch (BlobStorageException e) {
                if (isConflict(e, condition)) {
                    return Optional.<ObjectInfo>empty();
                }
                throw e;
            }
        });
    }

    /** Azure answers 412, or 409 BlobAlreadyExists; Azurite 409 for both; a missing object cannot be unchanged. */
    private static boolean isConflict(BlobStorageException e, WriteCondition condition) {
        String code = code(e);
        return !(condition instanceof WriteCondition.Always)
                && (e.getStatusCode() == 412
                        || code.equals("BlobAlreadyExists")
                        || (condition instanceof WriteCondition.IfUnchanged && isMissing(e)));
    }

    @Override
    public Optional<ObjectInfo> copy(String source, String target, WriteCondition condition) {
        return new AzureCopy(this, account, blob(source), blob(target))
                .copy(source, target, conditions(condition), e -> isConflict(e, condition));
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        return pages.page(prefix, after, limit);
    }

    private ObjectPage page(String prefix, String after, int limit) {
        // the service begins with a name, not behind it
        var options = new ListBlobsOptions()
                .setPrefix(prefix)
                .setMaxResultsPerPage(Math.min(5000, limit + 1))
                .setDetails(new BlobListDetails().setRetrieveMetadata(true));
        if (!after.isEmpty()) {
            options.setStartFrom(after);
        }
        return call("listing", prefix, () -> {
            List<ObjectInfo> found = new ArrayList<>();
            for (PagedResponse<BlobItem> page :
                    container.listBlobs(options, null).iterableByPage()) {
                for (BlobItem item : page.getValue()) {
                    boolean folder =
                            item.getMetadata() != null && item.getMetadata().containsKey(FOLDER_MARK);
                    if (folder || ObjectName.ORDER.compare(item.getName(), after) <= 0) {
                        continue;
                    }
                    if (found.size() == limit) {
                        return new ObjectPage(found, false);
                    }
                    found.add(info(
                            item.getName(),
                            item.getProperties().getContentLength(),
                            item.getProperties().getETag()));
                }
            }
            return new ObjectPage(found, true);
        });
    }

    @Override
    public void delete(String name) {
        BlockBlobClient blob = blob(name);
        call("deleting", name, blob::deleteIfExists);
    }

    @Override
    public Optional<SignedLinks> links() {
        return account.credential() instanceof AzureAccount.Signature
                ? Optional.empty()
                : Optional.of(new AzureLinks(service, container, account));
    }

    @Override
    public String address(String name) {
        return "az://" + container.getBlobContainerName() + "/" + name;
    }

    private BlockBlobClient blob(String name) {
        return container.getBlobClient(ObjectName.checked(name)).getBlockBlobClient();
    }

    <T> T call(String doing, String name, Supplier<T> request) {
        try {
            return request.get();
        } catch (BlobStorageException e) {
            throw ServiceFailure.refused(doing + " " + address(name), e.getStatusCode(), code(e), e);
        } catch (NoSuchObjectException e) {
            throw e;
        } catch (RuntimeException e) {
            throw AzureFailure.of(doing + " " + address(name), e);
        }
    }

    static String code(BlobStorageException e) {
        return e.getErrorCode() == null ? "" : e.getErrorCode().toString();
    }

    static boolean isMissing(BlobStorageException e) {
        return e.getStatusCode() == 404 && !code(e).equals("ContainerNotFound");
    }

    static ObjectInfo info(String name, long size, String etag) {
        return new ObjectInfo(name, size, etag.replace("\"", ""));
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    private static BlobRequestConditions conditions(WriteCondition condition) {
        var conditions = new BlobRequestConditions();
        if (condition instanceof WriteCondition.IfAbsent) {
            return conditions.setIfNoneMatch("*");
        }
        return condition instanceof WriteCondition.IfUnchanged unchanged
                ? conditions.setIfMatch(quoted(unchanged.etag()))
                : conditions;
    }

    private static BlobHttpHeaders headers(String name, byte[] md5) {
        return new BlobHttpHeaders().setContentType(ContentType.of(name)).setContentMd5(md5);
    }

    private static byte[] md5(byte[] bytes) {
        return HexFormat.of()
                .parseHex(RunningChecksum.of(Checksum.Algorithm.MD5, bytes).hex());
    }
}
