package dev.atelier.scoring.model;

import dev.atelier.core.scoring.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 over everything in a package that can change a score: settled keys, graphs, weights, labels. */
record PackageDigest(
        Map<String, String> settled, Collection<GraphFile> graphs, List<String> labels, Map<String, Tensor> constants) {
    String hex() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(settled).forEach((key, value) -> {
                text(digest, key);
                text(digest, value);
            });
            labels.forEach(label -> text(digest, label));
            for (GraphFile graph : graphs) {
                part(digest, graph.bytes());
                for (Path weights : graph.externalData()) {
                    file(digest, weights);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void text(MessageDigest digest, String text) {
        part(digest, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Each part with its length first, so that no two lists of parts look alike. */
    private static void part(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bytes.length));
        digest.update(bytes);
    }

    private static void file(MessageDigest digest, Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, Files.size(file)));
            byte[] chunk = new byte[1 << 16];
            for (int count = input.read(chunk); count > 0; count = input.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
