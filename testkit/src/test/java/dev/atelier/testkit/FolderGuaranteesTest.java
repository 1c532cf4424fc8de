package dev.atelier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.store.FolderGuarantees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderGuaranteesTest {
    @TempDir
    Path folder;

    @Test
    void aDiskKeepsThemAllAndNothingIsLeftBehind() throws IOException {
        FolderGuarantees found = FolderGuarantees.of(folder.resolve("new/folder"));

        assertThat(found).isEqualTo(new FolderGuarantees(found.type(), true, true, true, true));
        assertThat(found.require(folder).warnings()).isEmpty();
        try (var files = Files.list(folder.resolve("new/folder"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatWouldLoseObjectsIsRefusedAndSaysWhy() {
        var bad = new FolderGuarantees("fuse.rclone", true, false, false, false);

        assertThatThrownBy(() -> bad.require(folder))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(folder + " (fuse.rclone) cannot be used as a store")
                .hasMessageContaining("replacing a file in one step, hard links or locks");
    }

    @Test
    void aLockFileStandsInForHardLinks() {
        var found = new FolderGuarantees("cifs", true, true, false, true);

        assertThat(found.require(folder).warnings()).hasSize(1);
    }
}
