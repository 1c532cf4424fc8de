package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.RecordPages;
import dev.atelier.core.media.ImageNames;
import dev.atelier.core.store.Capability;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.Digest;
import dev.atelier.core.store.ListingDigest;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Looks at the files that a request names: what they are, and the digest of what is in them. */
record RequestFiles(Stores stores) {
    /**
     * What an address names, and the digest of it: of its content, or of the names and versions of a folder's files, of which
     * no more than a page is listed.
     */
    JobSpec.Input input(String address) {
        Location location = stores.locate(address);
        Capability.require(location, "an input", Capability.READ);
        if (isObject(location)) {
            return new JobSpec.Input(
                    isImage(location) ? JobSpec.Kind.IMAGE : JobSpec.Kind.VIDEO, location.toString(), digest(location));
        }
        Capability.require(location, "a folder of inputs", Capability.LIST);
        String prefix = location.child("");
        ObjectPage first = location.store().list(prefix, "", RecordPages.PAGE);
        if (first.objects().isEmpty()) {
            throw new InvalidRequestException(
                    "there is no file " + location + " and no folder of that name with files in it; check the name");
        }
        var digest = new ListingDigest(prefix);
        first.objects().forEach(digest::add);
        return first.complete()
                ? new JobSpec.Input(JobSpec.Kind.FOLDER, location.toString(), digest.hex())
                : JobSpec.Input.ofFirstPage(location.toString(), digest.hex());
    }

    JobSpec.Style style(String address) {
        Location location = stores.locate(address);
        Capability.require(location, "a style picture", Capability.READ);
        if (!isObject(location)) {
            throw new InvalidRequestException("there is no style picture " + location + "; check its name");
        }
        return new JobSpec.Style(location.toString(), digest(location));
    }

    /** A whole store is a folder. */
    private static boolean isObject(Location location) {
        return !location.name().isEmpty()
                && location.store().stat(location.name()).isPresent();
    }

    private static String digest(Location location) {
        Content content = () -> location.store().read(location.name());
        try {
            return Digest.of(content);
        } catch (IOException e) {
            throw new InvalidRequestException(location + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** By its extension or, where that says nothing, its first bytes. */
    private static boolean isImage(Location location) {
        if (ImageNames.isImage(location.name())) {
            return true;
        }
        try (InputStream in = location.store().read(location.name(), 0, 12)) {
            String start = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
            return start.startsWith("\u00ff\u00d8\u00ff")
                    || start.startsWith("\u0089PNG\r\n")
                    || start.startsWith("GIF8")
                    || start.startsWith("v/1\u0001")
                    || (start.startsWith("RIFF") && start.endsWith("WEBP"));
        } catch (IOException e) {
            throw new InvalidRequestException(location + " cannot be read: " + e.getMessage(), e);
        }
    }
}
