package dev.atelier.core.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The rules for names of objects that hold in every store. */
public final class ObjectName {
    /** The order of listings: that of the names' UTF-8 bytes. */
    public static final Comparator<String> ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private ObjectName() {}

    /**
     * Gives back a name that keeps the rules.
     *
     * @throws IllegalArgumentException if it does not
     */
    public static String checked(String name) {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a name for an object: \"" + name
                        + "\"; expected parts separated by single slashes, none of them \".\" or \"..\"");
            }
        }
        return name;
    }

    /** The last part. */
    public static String base(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** What follows the last dot of the last part, or an empty text. */
    public static String extension(String name) {
        String base = base(name);
        int dot = base.lastIndexOf('.');
        return dot <= 0 ? "" : base.substring(dot + 1);
    }
}
