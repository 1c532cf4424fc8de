package dev.atelier.cli;

import dev.atelier.core.store.FolderGuarantees;
import dev.atelier.core.store.Location;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tries out what a mounted folder keeps, before anything is written to it.
 *
 * @param mounted what a mounted folder keeps; empty for one of a local disk, which needs no trial
 * @param err for warnings
 */
record MountCheck(Function<Path, Optional<FolderGuarantees>> mounted, PrintStream err) {
    static final Function<Path, Optional<FolderGuarantees>> MOUNTED =
            folder -> FolderGuarantees.isMounted(folder) ? Optional.of(FolderGuarantees.of(folder)) : Optional.empty();

    /**
     * Checks a place that is a folder, if it is one of files.
     *
     * @throws dev.atelier.core.failure.InvalidRequestException if objects in it would not be safe
     */
    void check(Location folder) {
        folder.store().localFile(folder.child("any")).map(Path::getParent).ifPresent(this::check);
    }

    /** @throws dev.atelier.core.failure.InvalidRequestException if objects in it would not be safe */
    void check(Path folder) {
        mounted.apply(folder)
                .map(found -> found.require(folder).warnings())
                .ifPresent(warnings -> warnings.forEach(warning -> err.println("atelier: " + folder + ": " + warning)));
    }
}
