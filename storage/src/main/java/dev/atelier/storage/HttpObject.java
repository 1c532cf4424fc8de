package dev.atelier.storage;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.TransientException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The one object behind an https address. A presigned address permits one verb and does not say which, so its server is
 * asked. An address without a signature is read only.
 */
final class HttpObject implements ObjectStore {
    private final URI link;
    private final String only;
    private final String base;
    private final boolean signed;
    private final Duration timeout;
    private final HttpClient client;
    private Set<Capability> capabilities;

    HttpObject(URI link, String name, String base, boolean signed, Duration timeout) {
        this.link = link;
        this.only = name;
        this.base = base;
        this.signed = signed;
        this.timeout = timeout;
        // a redirect could lead a signature, or a reader, anywhere
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** The server is asked: it refuses to read through a link that is for writing. */
    @Override
    public synchronized Set<Capability> capabilities() {
        if (capabilities == null) {
            capabilities = !signed || permitsReading()
                    ? EnumSet.of(Capability.READ)
                    : EnumSet.of(Capability.WRITE, Capability.IF_ABSENT);
        }
        return capabilities;
    }

    private boolean permitsReading() {
        HttpRequest request = HttpRequest.newBuilder(link)
                .timeout(timeout)
                .header("Range", "bytes=0-0")
                .build();
        HttpResponse<InputStream> response = send("looking at", only, request);
        try {
            response.body().close();
        } catch (IOException e) {
            throw new TransientException("looking at " + address(only) + ": " + e.getMessage(), e);
        }
        return response.statusCode() != 403;
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        // HEAD would need a signature of its own
        try (ObjectStream in = read(name, 0, 1)) {
            return Optional.of(in.object());
        } catch (NoSuchObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new TransientException("looking at " + address(name) + ": " + e.getMessage(), e);
        }
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
        check(name);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(link).timeout(timeout).GET();
        boolean whole = offset == 0 && length == Long.MAX_VALUE;
        if (!whole) {
            String end = length > Long.MAX_VALUE - offset ? "" : Long.toString(offset + Math.max(1, length) - 1);
            request.header("Range", "bytes=" + offset + "-" + end);
        }
        HttpResponse<InputStream> response = send("reading", name, request.build());
        try {
            int status = response.statusCode();
            if (status != 200 && status != 206 && status != 416) {
                response.body().close();
                if (status == 404) {
                    throw new NoSuchObjectException(address(name));
                }
                throw refused("reading", name, status);
            }
            ObjectInfo info = info(name, response);
            if (etag != null && !etag.equals(info.etag())) {
                response.body().close();
                throw NoSuchObjectException.changed(address(name));
            }
            InputStream body = response.body();
            if (status == 416 || length <= 0) {
                body.close();
                body = InputStream.nullInputStream();
            } else if (status == 200 && !whole) {
                // the server takes no ranges
                body.skipNBytes(Math.min(offset, info.size()));
            }
            return new ObjectStream(info, new CheckedReads(body));
        } catch (IOException e) {
            throw new TransientException("reading " + address(name) + ": " + e.getMessage(), e);
        }
    }

    private static ObjectInfo info(String name, HttpResponse<?> response) {
        String range = response.headers().firstValue("Content-Range").orElse("");
        long size = range.isEmpty()
                ? response.headers().firstValueAsLong("Content-Length").orElse(0)
                : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
        String etag = response.headers()
                .firstValue("ETag")
                .or(() -> response.headers().firstValue("Last-Modified"))
                .orElse("unknown");
        return new ObjectInfo(name, size, etag.replace("\"", ""));
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        check(name);
        if (!signed || condition instanceof WriteCondition.IfUnchanged) {
            throw new InvalidRequestException(
                    address(name) + " cannot be written" + (signed ? " on a condition" : "") + " through this address");
        }
        Path whole = null;
        try {
            // a presigned address takes no upload in parts, and an upload must tell its length first
            whole = Files.createTempFile("atelier-upload", null);
            try (InputStream in = content.open()) {
                Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(link)
                    .timeout(timeout.multipliedBy(10))
                    .PUT(HttpRequest.BodyPublishers.ofFile(whole));
            if (condition instanceof WriteCondition.IfAbsent) {
                request.header("If-None-Match", "*");
            }
            HttpResponse<InputStream> response = send("writing", name, request.build());
            response.body().close();
            if (response.statusCode() == 412) {
                return Optional.empty();
            }
            if (response.statusCode() / 100 != 2) {
                throw refused("writing", name, response.statusCode());
            }
            String etag =
                    response.headers().firstValue("ETag").orElse("unknown").replace("\"", "");
            return Optional.of(new ObjectInfo(name, Files.size(whole), etag));
        } catch (IOException e) {
            throw new InfrastructureException("writing " + address(name) + " failed: " + e.getMessage(), e);
        } finally {
            delete(whole);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // it is in the system's folder for temporary files
        }
    }

    private HttpResponse<InputStream> send(String doing, String name, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw ServiceFailure.unanswered(doing + " " + address(name), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(doing + " " + address(name) + " was interrupted", e);
        }
    }

    private RuntimeException refused(String doing, String name, int status) {
        if (signed && (status == 400 || status == 401 || status == 403)) {
            return new InvalidRequestException(doing + " " + address(name) + ": the server answered " + status
                    + "; the link has expired, is for something else, or has been changed: get another");
        }
        return ServiceFailure.refused(doing + " " + address(name), status, "", null);
    }

    private void check(String name) {
        if (!ObjectName.checked(name).equals(only)) {
            throw new InvalidRequestException(
                    base + name + " is another object than the one that the link is to, " + address(only));
        }
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        throw new InvalidRequestException(address(prefix) + " is a single object, which cannot be listed");
    }

    @Override
    public void delete(String name) {
        throw new InvalidRequestException(address(name) + " cannot be deleted through this address");
    }

    @Override
    public boolean delete(ObjectInfo version) {
        delete(version.name());
        return true;
    }

    @Override
    public String address(String name) {
        return base + SignedAddress.encoded(name) + (signed ? SignedAddress.WITHHELD : "");
    }
}
