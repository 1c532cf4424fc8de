package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    @Test
    void theReferenceInTheDocsIsThatOfTheCode() {
        var wiring = new Wiring(
                new Home(Path.of("unused")),
                Map.of(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream());

        assertThat(Path.of("..", "docs", "commands.md"))
                .as("docs/commands.md; make it anew with: ./atelier reference > docs/commands.md")
                .hasContent(ReferenceCommand.markdown(Main.commandLine(wiring)));
    }
}
