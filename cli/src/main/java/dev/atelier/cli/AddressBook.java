package dev.atelier.cli;

import dev.atelier.cli.StoreSettings.Role;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.Redaction;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ResilientStore;
import dev.atelier.core.store.Retry;
import dev.atelier.core.store.Stores;
import dev.atelier.storage.AzureAccount;
import dev.atelier.storage.AzureBlobStore;
import dev.atelier.storage.EncryptedStore;
import dev.atelier.storage.KeySet;
import dev.atelier.storage.KeyWrap;
import dev.atelier.storage.S3Account;
import dev.atelier.storage.S3Store;
import dev.atelier.storage.SignedAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the store behind an address: a path, {@code az://}, {@code s3://}, one of these behind {@code encrypted:}, or a
 * link. Opens each store once.
 */
final class AddressBook implements Stores {
    private static final String ENCRYPTED = "encrypted:";
    private static final Pattern CLOUD = Pattern.compile("(az|s3)://([^/]+)/*(.*)", Pattern.DOTALL);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final StoreSettings settings;
    private final Role role;
    private final Map<String, ObjectStore> stores = new ConcurrentHashMap<>();

    /** Signed links by what records hold of them, so that whoever reads a record in this process finds the link. */
    private final Map<String, Location> links = new ConcurrentHashMap<>();

    private KeySet keys;

    AddressBook(StoreSettings settings, Role role) {
        this.settings = settings;
        this.role = role;
    }

    @Override
    public Location locate(String address) {
        boolean encrypted = address.startsWith(ENCRYPTED);
        String place = encrypted ? address.substring(ENCRYPTED.length()) : address;
        Matcher cloud = CLOUD.matcher(place);
        if (cloud.matches()) {
            String container = cloud.group(2);
            ObjectStore store =
                    stores.computeIfAbsent((encrypted ? ENCRYPTED : "") + cloud.group(1) + "://" + container, key -> {
                        ObjectStore bare = cloud.group(1).equals("az") ? azure(container) : s3(container);
                        return new ResilientStore(encrypted ? encrypted(bare) : bare, retry());
                    });
            return new Location(store, name(address, cloud.group(3)));
        }
        if (encrypted) {
            Location folder = folder(place);
            return new Location(encrypted(folder.store()), folder.name());
        }
        if (address.matches("https?://.*")) {
            return links.containsKey(address) ? links.get(address) : link(address);
        }
        if (address.matches("[a-z][a-z0-9+.-]+:.*") && !address.startsWith("file:")) {
            throw new InvalidRequestException("no store is known for " + address.replaceFirst("[?].*", "")
                    + "; expected a path, az://CONTAINER/PATH, s3://BUCKET/PATH, one of these after encrypted:, or an"
                    + " https address");
        }
        return folder(address);
    }

    private ObjectStore encrypted(ObjectStore store) {
        return new EncryptedStore(store, keys(store));
    }

    /** Read once: a key service may have to unwrap them. */
    private synchronized KeySet keys(ObjectStore store) {
        if (keys == null) {
            keys = readKeys(store);
        }
        return keys;
    }

    private KeySet readKeys(ObjectStore store) {
        String json = settings.secret(role, "encryption.keys")
                .orElseThrow(() -> new InvalidRequestException(store.address("") + " cannot be encrypted without keys:"
                        + " make some with \"atelier store key FILE\", and set encryption.keys to file:FILE in "
                        + StoreSettings.FILE));
        return settings.get(role, "encryption.kms")
                .map(uri -> KeySet.parse(json, KeyWrap.of(uri, timeout())))
                .orElseGet(() -> KeySet.parse(json));
    }

    private static String name(String address, String path) {
        String name = path.replaceFirst("/+$", "");
        try {
            return name.isEmpty() ? "" : ObjectName.checked(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(address + ": " + e.getMessage(), e);
        }
    }

    private Location link(String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw new InvalidRequestException(Redaction.of(address) + " is no address (" + e.getReason()
                    + "); quote it, so that the shell leaves its & alone");
        }
        if (uri.getHost() == null) {
            throw new InvalidRequestException(address.replaceFirst("[?].*", "") + " names no host");
        }
        checkEncrypted(uri);
        Location opened = new SignedAddress(uri).open(timeout(), retry());
        var location = new Location(new ResilientStore(opened.store(), retry()), opened.name());
        links.put(location.toString(), location);
        return location;
    }

    private static Location folder(String address) {
        try {
            Path path = (address.startsWith("file:") ? Path.of(URI.create(address)) : Path.of(address))
                    .toAbsolutePath()
                    .normalize();
            Path name = path.getFileName();
            return name == null
                    ? new Location(new LocalStore(path), "")
                    : new Location(new LocalStore(path.getParent()), name.toString());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("\"" + address + "\" is not the name of a file: " + e.getMessage(), e);
        }
    }

    private ObjectStore azure(String container) {
        Optional<String> account = settings.get(role, "azure.account", "AZURE_STORAGE_ACCOUNT");
        URI endpoint = settings.get(role, "azure.endpoint", "ATELIER_AZURE_ENDPOINT")
                .or(() -> account.map(name -> "https://" + name + ".blob.core.windows.net"))
                .map(URI::create)
                .orElseThrow(() -> new InvalidRequestException("az://" + container
                        + ": which account is it in? Set AZURE_STORAGE_ACCOUNT, or azure.account in "
                        + StoreSettings.FILE));
        checkEncrypted(endpoint);
        var described = new AzureAccount(
                endpoint, new AzureAccount.FromEnvironment(), settings.secret(role, "azure.customer-key"), timeout());
        AzureAccount.Credential credential = secret("azure.sas", "AZURE_STORAGE_SAS_TOKEN")
                .<AzureAccount.Credential>map(sas -> new AzureAccount.Signature(sas.replaceFirst("^[?]", "")))
                .or(() -> secret("azure.key", "AZURE_STORAGE_KEY")
                        .map(key -> new AzureAccount.Key(account.orElse(described.name()), key)))
                .orElse(described.credential());
        if (credential instanceof AzureAccount.FromEnvironment && "http".equals(endpoint.getScheme())) {
            throw new InvalidRequestException("az://" + container + ": a login works over https alone, and " + endpoint
                    + " is none; use https, or give AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN");
        }
        var named = new AzureAccount(endpoint, credential, described.customerKey(), timeout());
        return new AzureBlobStore(named, container, retry());
    }

    private Optional<String> secret(String key, String variable) {
        return settings.secret(role, key).or(() -> settings.variable(variable));
    }

    private ObjectStore s3(String bucket) {
        Optional<URI> endpoint = settings.get(role, "s3.endpoint", "AWS_ENDPOINT_URL_S3")
                .or(() -> settings.variable("AWS_ENDPOINT_URL"))
                .map(URI::create);
        endpoint.ifPresent(this::checkEncrypted);
        Optional<S3Account.Keys> keys = settings.secret(role, "s3.secret-access-key")
                .map(secret -> new S3Account.Keys(
                        settings.get(role, "s3.access-key-id")
                                .orElseThrow(() -> new InvalidRequestException(StoreSettings.FILE
                                        + ": s3.secret-access-key needs s3.access-key-id beside it")),
                        secret));
        var account = new S3Account(
                endpoint, settings.get(role, "s3.region"), settings.get(role, "s3.profile"), keys, timeout());
        return new S3Store(account, bucket, retry());
    }

    /** Plain http gives data and credentials to everyone on the way. */
    private void checkEncrypted(URI endpoint) {
        List<String> allowed = settings.get(role, "http.allowed")
                .map(hosts -> Arrays.asList(hosts.split("\\s*,\\s*", -1)))
                .orElse(List.of());
        boolean plain = !"https".equals(endpoint.getScheme());
        if (plain && !LOOPBACK.contains(endpoint.getHost()) && !allowed.contains(endpoint.getHost())) {
            throw new InvalidRequestException(endpoint.getScheme() + "://" + endpoint.getHost()
                    + " is not encrypted; use https, or name the host in http.allowed in " + StoreSettings.FILE);
        }
    }

    private Duration timeout() {
        return Duration.ofSeconds(settings.seconds(role, "timeout-seconds", 30));
    }

    private Retry retry() {
        return Retry.until(Duration.ofSeconds(settings.seconds(role, "retry-seconds", 120)));
    }
}
