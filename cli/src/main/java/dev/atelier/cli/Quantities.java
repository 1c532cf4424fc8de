package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times, rates and amounts as users write them. */
final class Quantities {
    private static final String NUMBER = "(\\d+(?:\\.\\d+)?)";
    private static final Pattern PART = Pattern.compile(NUMBER + "(h|m|s)");
    private static final Pattern BYTES = Pattern.compile(NUMBER + "(k|M|G)?B/s");

    private Quantities() {}

    /** Seconds of {@code 90s}, {@code 30m} or {@code 1h30m}. */
    static double seconds(String option, String text) {
        if (!text.matches("(?:\\d+(?:\\.\\d+)?[hms])+")) {
            throw new InvalidRequestException(
                    option + " is " + text + "; expected a time such as 90s, 30m, 2h or 1h30m");
        }
        double seconds = 0;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            seconds += Double.parseDouble(part.group(1))
                    * switch (part.group(2)) {
                        case "h" -> 3600;
                        case "m" -> 60;
                        default -> 1;
                    };
        }
        return seconds;
    }

    /** The number of {@code 3.06/h}. */
    static double hourly(String option, String text) {
        Matcher matcher = Pattern.compile(NUMBER + "/h").matcher(text);
        if (!matcher.matches()) {
            throw new InvalidRequestException(
                    option + " is " + text + "; expected a number for each hour, such as 3.06/h");
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** Bytes a second of {@code 50MB/s}. */
    static double bytesPerSecond(String option, String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
            throw new InvalidRequestException(option + " is " + text + "; expected a rate such as 50MB/s or 1GB/s");
        }
        String unit = matcher.group(2) == null ? "" : matcher.group(2);
        return Double.parseDouble(matcher.group(1))
                * switch (unit) {
                    case "k" -> 1e3;
                    case "M" -> 1e6;
                    case "G" -> 1e9;
                    default -> 1;
                };
    }
}
