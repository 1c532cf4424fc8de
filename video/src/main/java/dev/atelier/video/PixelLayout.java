package dev.atelier.video;

import dev.atelier.core.media.PictureFormat;
import dev.atelier.core.media.PictureTraits.Chroma;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What FFmpeg's names of pixel formats say. */
final class PixelLayout {
    private static final Pattern ALPHA =
            Pattern.compile("yuva.*|rgba.*|bgra.*|argb.*|abgr.*|gbrap.*|ya8|ya16.*|yaf.*|ayuv.*|vuya.*|uyva.*|pal8");

    /** Such as yuv420p10le, gray12le, p010le, y210le, x2rgb10le. */
    private static final Pattern NUMBERED =
            Pattern.compile("(?:(?:yuva?4\\d\\d|gbra?)p|gray|p[024]|y2|x2rgb|x2bgr|xyz)(9|1\\d)(?:msb)?(?:le|be)");

    private static final Pattern SIXTEEN =
            Pattern.compile("(?:rgb|bgr)48.*|xv48.*|ya16.*|[a-z]*64[lb]e|.*f(?:16|32)[lb]e");
    private static final Pattern TWELVE = Pattern.compile("xv36.*");
    private static final Pattern TEN = Pattern.compile("xv30.*|v30x.*|nv20.*");

    private PixelLayout() {}

    /** The format whose bytes are a picture's samples. */
    static String of(PictureFormat format) {
        return switch (format) {
            case RGB8 -> "gbrp";
            case RGBA8 -> "gbrap";
            case RGB16 -> "gbrp16le";
            case RGBA16 -> "gbrap16le";
        };
    }

    static boolean hasAlpha(String name) {
        return ALPHA.matcher(name).matches();
    }

    /** How finely colour is sampled. RGB counts as the coarsest, which every player shows. */
    static Chroma chroma(String name) {
        if (name.matches("yuv[aj]?444p.*|nv24|nv42|p41\\d.*|vuy.*|ayuv.*|xv\\d\\d.*|v30x.*")) {
            return Chroma.C444;
        }
        boolean half = name.matches("yuv[aj]?422p.*|nv16|nv20.*|p21\\d.*|yuyv422|uyvy422|yvyu422|y21\\d.*");
        return half ? Chroma.C422 : Chroma.C420;
    }

    /** Bits a sample, the next of 8, 10, 12 and 16. */
    static int depth(String name) {
        if (SIXTEEN.matcher(name).matches()) {
            return 16;
        }
        if (TWELVE.matcher(name).matches()) {
            return 12;
        }
        if (TEN.matcher(name).matches()) {
            return 10;
        }
        Matcher matcher = NUMBERED.matcher(name);
        if (!matcher.matches()) {
            return 8;
        }
        int bits = Integer.parseInt(matcher.group(1));
        return bits <= 10 ? 10 : bits <= 12 ? 12 : 16;
    }
}
