package dev.atelier.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a command in this process said, and how it ended. */
record Said(int exitCode, String out, String err) {
    /** @param home where Atelier keeps its own files */
    static Said by(Path home, String... command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Wiring wiring = new Wiring(new Home(home), out, err);
        int code = Main.commandLine(wiring).execute(command);
        wiring.out().flush();
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
