package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code stores.properties} and the environment say of stores. A setting may be given for one role alone: {@code
 * ops.azure.endpoint} goes before {@code azure.endpoint} for the ops store. Secrets are not settings: {@code env:NAME}
 * or {@code file:PATH} tells where they are.
 */
final class StoreSettings {
    static final String FILE = "stores.properties";

    /** Who uses a store: users' inputs and outputs, what batches write, or records. */
    enum Role {
        USER(""),
        DATA("data."),
        OPS("ops.");

        private final String prefix;

        Role(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final Set<String> PLAIN = Set.of(
            "store",
            "azure.endpoint",
            "azure.account",
            "s3.endpoint",
            "s3.region",
            "s3.profile",
            "s3.access-key-id",
            "encryption.kms",
            "http.allowed",
            "timeout-seconds",
            "retry-seconds");

    private static final Set<String> SECRET =
            Set.of("azure.sas", "azure.key", "azure.customer-key", "s3.secret-access-key", "encryption.keys");

    private final Map<String, String> values;
    private final Map<String, String> environment;

    private StoreSettings(Map<String, String> values, Map<String, String> environment) {
        this.values = values;
        this.environment = environment;
    }

    /** @throws InvalidRequestException with everything that is wrong with the file */
    static StoreSettings of(Home home, Map<String, String> environment) {
        Path file = home.folder().resolve(FILE);
        Properties read = new Properties();
        if (Files.exists(file)) {
            try (var in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
                read.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new InvalidRequestException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        Map<String, String> values = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (String key : read.stringPropertyNames()) {
            String plain = key.replaceFirst("^(data|ops)[.]", "");
            String value = read.getProperty(key).strip();
            if (SECRET.contains(plain)) {
                if (!value.matches("(env|file):.+")) {
                    problems.add(file + ": " + key
                            + " holds the secret itself; write env:NAME or file:PATH, and keep it there");
                }
            } else if (!PLAIN.contains(plain) || key.equals("store")) {
                problems.add(file + ": there is no setting " + key + "; expected one of " + new TreeSet<>(PLAIN)
                        + " or " + new TreeSet<>(SECRET) + ", or one of these after data. or ops.");
            }
            values.put(key, value);
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return new StoreSettings(values, Map.copyOf(environment));
    }

    Optional<String> get(Role role, String key) {
        return Optional.ofNullable(values.getOrDefault(role.prefix + key, values.get(key)))
                .filter(value -> !value.isEmpty());
    }

    /** A setting, or a variable of the environment as other tools know it. */
    Optional<String> get(Role role, String key, String variable) {
        return get(role, key).or(() -> variable(variable));
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Where a role's own store is; empty for a folder below Atelier's own. */
    Optional<String> address(Role role) {
        String variable = role == Role.OPS ? "ATELIER_OPS_STORE" : "ATELIER_DATA_STORE";
        return variable(variable)
                .or(() -> Optional.ofNullable(values.get(role.prefix + "store")))
                .filter(value -> !value.isEmpty());
    }

    /** @throws InvalidRequestException if the place that the setting names holds nothing */
    Optional<String> secret(Role role, String key) {
        return get(role, key).map(place -> {
            try {
                String secret = place.startsWith("env:")
                        ? environment.getOrDefault(place.substring(4), "")
                        : Files.readString(Path.of(place.substring(5))).strip();
                if (secret.isEmpty()) {
                    throw new InvalidRequestException(
                            FILE + ": " + key + " is to be found in " + place + ", and there is nothing there");
                }
                return secret;
            } catch (IOException e) {
                throw new InvalidRequestException(
                        FILE + ": " + key + " is to be found in " + place + ", which cannot be read: " + e.getMessage(),
                        e);
            }
        });
    }

    long seconds(Role role, String key, long otherwise) {
        String value = get(role, key).orElse(Long.toString(otherwise));
        if (!value.matches("[1-9]\\d{0,5}")) {
            throw new InvalidRequestException(FILE + ": " + key + " is " + value + "; expected a number of seconds");
        }
        return Long.parseLong(value);
    }
}
