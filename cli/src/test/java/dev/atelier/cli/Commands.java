package dev.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

/** Commands in the test's own process, with an environment: for those that need no process to be killed or looked at. */
record Commands(Path home, Map<String, String> environment) {
    Said run(String... arguments) {
        return Said.by(home, environment, arguments);
    }

    /** Runs what has to succeed, and gives what it said. */
    String done(String... arguments) {
        Said said = run(arguments);
        assertThat(said.exitCode())
                .as(String.join(" ", arguments) + "\n" + said.out() + said.err())
                .isZero();
        return said.out();
    }
}
