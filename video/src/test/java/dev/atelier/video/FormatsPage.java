package dev.atelier.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table of {@code docs/formats.md}, filled by the tests that find out what is in it. With the system property {@code
 * atelier.formats.write} the table is put into the page instead of being compared with it.
 */
final class FormatsPage {
    private static final Path PAGE = Path.of("..", "docs", "formats.md");

    private final String name;
    private final List<String> columns;
    private final Map<Integer, List<String>> rows = new TreeMap<>();

    FormatsPage(String name, List<String> columns) {
        this.name = name;
        this.columns = columns;
    }

    synchronized void row(int place, List<String> cells) {
        assertThat(cells).hasSameSizeAs(columns);
        rows.put(place, cells);
    }

    /** Compares with the page, if all the rows were found out. */
    void check(int expectedRows) throws Exception {
        if (rows.size() < expectedRows) {
            return; // another test has failed, or a single one was asked for
        }
        StringBuilder table = new StringBuilder();
        line(table, columns);
        line(table, columns.stream().map(column -> "---").toList());
        rows.values().forEach(cells -> line(table, cells));
        String begin = "<!-- " + name + ": written by the tests -->\n\n";
        String end = "\n<!-- end -->";
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("atelier.formats.write")) {
            int from = page.indexOf(begin) + begin.length();
            int to = page.indexOf(end, from);
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
        } else {
            assertThat(page)
                    .as("docs/formats.md; renew with: mvn test -pl video -am -Datelier.formats.write=true")
                    .contains(begin + table + end);
        }
    }

    private static void line(StringBuilder table, List<String> cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
