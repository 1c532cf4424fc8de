package dev.atelier.testkit.server;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a test needs of the machine or the checkout. */
final class Requirement {
    private Requirement() {}

    /** Skips the test, or fails it where everything is required; never returns. */
    static IllegalStateException missing(String reason) {
        if ("1".equals(System.getenv("ATELIER_REQUIRE_ALL"))) {
            fail(reason);
        }
        abort(reason);
        return new IllegalStateException(reason);
    }

    /** The checkout's root: tests run in the folder of their module. */
    static Path checkout() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && Files.exists(folder.resolveSibling("pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
