package dev.atelier.training;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.SafeTensors;
import dev.atelier.core.scoring.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/** A training run's state in a safetensors file, replaced in one move so that a kill leaves the old one or the new. */
final class Checkpoint {
    private final Path file;

    Checkpoint(Path folder) {
        file = folder.resolve("checkpoint.safetensors");
    }

    Optional<Map<String, Tensor>> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SafeTensors.read(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new InvalidRequestException(file + ": not a checkpoint; remove it to begin anew", e);
        }
    }

    void write(Map<String, Tensor> state) {
        try {
            Path temporary = Files.write(file.resolveSibling("checkpoint.part"), SafeTensors.write(state));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new InfrastructureException(file + ": cannot be written; free space or choose another folder", e);
        }
    }
}
