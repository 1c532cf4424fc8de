package dev.atelier.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** What a command in this process said, and how it ended. */
record Said(int exitCode, String out, String err) {
    /** @param home where Atelier keeps its own files */
    static Said by(Path home, String... command) {
        return by(home, Map.of(), command);
    }

    /** @param environment what variables the command sees */
    static Said by(Path home, Map<String, String> environment, String... command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Wiring wiring = new Wiring(new Home(home), environment, out, err);
        int code = Main.commandLine(wiring).execute(command);
        wiring.out().flush();
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
