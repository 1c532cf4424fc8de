package dev.atelier.core.store;

import java.util.Comparator;

/** The rules for names of objects that hold in every store. */
public final class ObjectName {
    /** The order of listings: that of the names' UTF-8 bytes. */
    public static final Comparator<String> ORDER = ObjectName::compare;

    private ObjectName() {}

    /** UTF-8 orders as code points do: surrogates, which stand for the greatest ones, come after all other characters. */
    private static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogate = Character.isSurrogate(x);
                return surrogate == Character.isSurrogate(y) ? x - y : surrogate ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }

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
