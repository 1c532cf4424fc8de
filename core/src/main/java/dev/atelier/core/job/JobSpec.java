package dev.atelier.core.job;

import dev.atelier.core.store.Digest;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a user asked for, with nothing left open.
 *
 * @param style the picture whose style to take; null where the model takes none
 * @param runtimes versions of everything that computes or encodes, by name
 */
public record JobSpec(
        Input input, Model model, Style style, Output output, JobOptions options, Map<String, String> runtimes) {
    /** Changes when Atelier's own code changes the result of the same specification. */
    private static final int RECIPE = 1;

    public JobSpec {
        runtimes = Map.copyOf(runtimes);
    }

    /**
     * What is scored.
     *
     * @param digest SHA-256 of the content; for a folder, of its listing, or of the first page of a listing that goes on
     */
    public record Input(Kind kind, String address, String digest) {
        private static final String IN_PART = "first ";

        /** A folder of more files than a page of a listing has: each run sees whether the others are as they were. */
        public static Input ofFirstPage(String address, String digest) {
            return new Input(Kind.FOLDER, address, IN_PART + digest);
        }

        /** Whether the digest is that of the first page only. */
        public boolean isKnownInPart() {
            return digest.startsWith(IN_PART);
        }
    }

    /** The kinds of input. */
    public enum Kind {
        VIDEO,
        IMAGE,
        FOLDER
    }

    /**
     * What scores.
     *
     * @param name as the model runtime knows it
     * @param device where it runs, such as {@code cpu}
     */
    public record Model(String name, String digest, String device) {
        /**
         * The device on a node that gave a GPU.
         *
         * @param gpu its number there; empty if none was given
         */
        public String deviceAt(String gpu) {
            boolean numbered = device.equals("cpu") || device.contains(":");
            return gpu.isEmpty() || numbered ? device : device + ":" + gpu;
        }
    }

    /** A style picture. */
    public record Style(String address, String digest) {}

    /**
     * Where the result goes.
     *
     * @param address a file, or a folder for a folder of images
     * @param overwrite whether what is there may be replaced
     */
    public record Output(String address, boolean overwrite, OutputForm form) {}

    /** Whether the result is a folder of images. */
    public boolean givesFolder() {
        return output.form() instanceof OutputForm.Images && input.kind() != Kind.IMAGE;
    }

    /** Names and places do not count, only what can change the result does. */
    public JobId id() {
        Map<String, Object> identity = new TreeMap<>();
        identity.put("recipe", RECIPE);
        identity.put("input", input.kind() + " " + input.digest());
        identity.put("model", model.digest() + " " + model.device());
        identity.put("style", style == null ? "" : style.digest());
        identity.put("form", output.form());
        identity.put("options", new TreeMap<>(options.identity()));
        identity.put("runtimes", new TreeMap<>(runtimes));
        return new JobId(Digest.of(Json.bytes(identity)).substring(0, 16));
    }
}
