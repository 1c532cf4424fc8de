package dev.atelier.testkit.fake;

import dev.atelier.core.store.Content;
import dev.atelier.core.store.NoSuchObjectException;
import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.WriteCondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store with any number of images in it, none of which takes memory: names and contents are made when they are asked
 * for. What is written is counted and forgotten; it reads as an image too, so that a job's products can be published.
 */
public final class SyntheticStore implements ObjectStore {
    private final String prefix;
    private final int count;
    private final AtomicInteger written = new AtomicInteger();

    /** @param prefix what the names of the images begin with */
    public SyntheticStore(String prefix, int count) {
        this.prefix = prefix;
        this.count = count;
    }

    /** How many images were put. */
    public int written() {
        return written.get();
    }

    private String name(int index) {
        return prefix + String.format(Locale.ROOT, "%08d.png", index);
    }

    private ObjectInfo info(int index) {
        return new ObjectInfo(name(index), image().length, "etag-" + index);
    }

    private static byte[] image() {
        return FakeImageIo.image(7);
    }

    @Override
    public Optional<ObjectInfo> stat(String name) {
        ObjectName.checked(name);
        return Optional.empty();
    }

    @Override
    public ObjectStream read(String name, long offset, long length) {
        if (offset != 0 || !ObjectName.checked(name).endsWith(".png")) {
            throw new NoSuchObjectException(name);
        }
        byte[] image = name.startsWith(prefix) && count > 0 ? image() : FakeImageIo.image(248);
        return new ObjectStream(new ObjectInfo(name, image.length, "etag"), new ByteArrayInputStream(image));
    }

    @Override
    public ObjectStream read(ObjectInfo version, long offset, long length) {
        return read(version.name(), offset, length);
    }

    @Override
    public Optional<ObjectInfo> put(String name, Content content, WriteCondition condition) {
        try (InputStream in = content.open()) {
            int size = in.readAllBytes().length;
            written.addAndGet(name.endsWith(".png") ? 1 : 0);
            return Optional.of(new ObjectInfo(ObjectName.checked(name), size, "written"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ObjectPage list(String asked, String after, int limit) {
        List<ObjectInfo> page = new ArrayList<>();
        if (!prefix.startsWith(asked)) {
            return new ObjectPage(page, true);
        }
        int from = after.compareTo(prefix) <= 0
                ? 0
                : Integer.parseInt(after.substring(prefix.length(), prefix.length() + 8)) + 1;
        for (int i = from; i < count && page.size() < limit; i++) {
            page.add(info(i));
        }
        return new ObjectPage(page, from + page.size() >= count);
    }

    @Override
    public void delete(String name) {
        ObjectName.checked(name);
    }

    @Override
    public boolean delete(ObjectInfo version) {
        delete(version.name());
        return true;
    }

    @Override
    public String address(String name) {
        return "synthetic:" + name;
    }
}
