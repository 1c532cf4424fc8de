package dev.atelier.cli;

import java.nio.file.Path;
import java.util.Map;

/** Where Atelier keeps what is its own: job records, what batches write, models, extracted programs. */
record Home(Path folder) {
    /** {@code ATELIER_HOME}, or {@code .atelier} in the user's home. */
    static Home of(Map<String, String> environment) {
        String home = environment.getOrDefault("ATELIER_HOME", "");
        return new Home(home.isEmpty() ? Path.of(System.getProperty("user.home"), ".atelier") : Path.of(home))
                .absolute();
    }

    private Home absolute() {
        return new Home(folder.toAbsolutePath().normalize());
    }

    Path ops() {
        return folder.resolve("ops");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path models() {
        return folder.resolve("models");
    }

    Path scratch() {
        return folder.resolve("scratch");
    }

    /** The cluster of this machine: its secret, its state and its logs. */
    Path cluster() {
        return folder.resolve("cluster");
    }

    /** Extracted programs and libraries; can be deleted at any time that nothing runs. */
    Path cache() {
        return folder.resolve("cache");
    }
}
