package dev.atelier.storage;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.Retry;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A link to an object, or to a container: a shared access signature of Azure, a presigned address of S3, or any https
 * address.
 */
public record SignedAddress(URI link) {
    /** What stands in records where the link's secrets were. */
    public static final String WITHHELD = "?…";

    /**
     * Opens it.
     *
     * @throws InvalidRequestException if its secrets are missing
     */
    public Location open(Duration timeout, Retry retry) {
        String query = link.getRawQuery();
        if (query != null && query.startsWith("…")) {
            throw new InvalidRequestException(
                    link + " is what is left of a signed link, whose secrets are never kept; give the command again"
                            + " with a link that works");
        }
        Map<String, String> parameters = parameters(query == null ? "" : query);
        if (parameters.containsKey("sig") && parameters.containsKey("sv")) {
            return azure(parameters, timeout, retry);
        }
        String base = link.getScheme() + "://" + link.getRawAuthority() + "/";
        String name = path(link.getPath());
        boolean signed = parameters.containsKey("X-Amz-Signature");
        var object = new HttpObject(link, name, base, signed, timeout);
        return new Location(object, name);
    }

    private Location azure(Map<String, String> parameters, Duration timeout, Retry retry) {
        String[] parts = path(link.getPath()).split("/", 2);
        String base = link.getScheme() + "://" + link.getRawAuthority() + "/";
        if (link.getHost().matches("[0-9.]+|localhost|\\[.*")) {
            base += parts[0] + "/";
            parts = parts.length > 1 ? parts[1].split("/", 2) : new String[] {""};
        }
        if (parts[0].isEmpty()) {
            throw new InvalidRequestException(link.getPath() + " names no container; give a link to an object in one");
        }
        var account = new AzureAccount(
                URI.create(base), new AzureAccount.Signature(link.getRawQuery()), Optional.empty(), timeout);
        var store = new AzureBlobStore(account, parts[0], retry);
        String name = parts.length > 1 ? parts[1] : "";
        Set<Capability> permitted = permitted(parameters);
        return new Location(new LinkedStore(store, base + parts[0] + "/", permitted), name);
    }

    private static Set<Capability> permitted(Map<String, String> parameters) {
        Set<Capability> permitted = EnumSet.noneOf(Capability.class);
        String letters = parameters.getOrDefault("sp", "");
        if (letters.contains("r")) {
            permitted.add(Capability.READ);
        }
        if (letters.contains("w") || letters.contains("c")) {
            permitted.addAll(EnumSet.of(Capability.WRITE, Capability.IF_ABSENT));
        }
        if (letters.contains("w")) {
            permitted.add(Capability.IF_UNCHANGED);
        }
        if (letters.contains("d")) {
            permitted.add(Capability.DELETE);
        }
        if (letters.contains("l") && !parameters.getOrDefault("sr", "").equals("b")) {
            permitted.add(Capability.LIST);
        }
        return permitted;
    }

    /** A name as it stands in an address. */
    static String encoded(String name) {
        try {
            return new URI(null, null, "/" + name, null).getRawPath().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String path(String path) {
        return path == null ? "" : path.replaceFirst("^/", "");
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Arrays.stream(query.split("&", -1)).filter(part -> !part.isEmpty()).forEach(part -> {
            int equals = part.indexOf('=');
            parameters.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
        });
        return parameters;
    }

    @Override
    public String toString() {
        return link.getScheme() + "://" + link.getRawAuthority() + link.getPath()
                + (link.getRawQuery() == null ? "" : WITHHELD);
    }
}
