package dev.atelier.cli;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options that a trigger may give: those of style and score, whatever these have. */
@Command
final class TriggerOptions {
    @Option(names = "--style", paramLabel = "PICTURE", description = "The picture whose style to take.")
    String style;

    @Option(
            names = "--strength",
            paramLabel = "0..1",
            defaultValue = "1",
            description = "How much of the model's picture to keep over the source; default ${DEFAULT-VALUE}.")
    double strength;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = JobRequest.STYLE_MODEL,
            description = "The model; default ${DEFAULT-VALUE}.")
    String model;

    @Mixin
    JobArguments job;

    /** Names, without dashes, of all that a watcher is given for its jobs. */
    static Set<String> names() {
        return names(new TriggerOptions());
    }

    /** Those that a trigger may give as well: what a video may cost is for who runs the watcher to say. */
    static Set<String> namesForTriggers() {
        Set<String> names = names();
        names.removeAll(names(new LimitArguments()));
        return names;
    }

    private static Set<String> names(Object options) {
        Set<String> names = new TreeSet<>();
        new CommandLine(options).getCommandSpec().options().forEach(option -> names.add(name(option)));
        return names;
    }

    /** Those of them that a command line gave, with their values as they were given. */
    static Map<String, String> given(ParseResult parsed) {
        Set<String> known = names();
        Map<String, String> given = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (known.contains(name(option))) {
                List<String> values = option.originalStringValues();
                given.put(name(option), values.isEmpty() ? "true" : values.get(values.size() - 1));
            }
        }
        return given;
    }

    /** @throws InvalidRequestException if a value does not fit its option */
    static TriggerOptions parse(Map<String, String> values) {
        var options = new TriggerOptions();
        CommandLine line = new CommandLine(options).setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true);
        List<String> arguments = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        values.forEach((name, value) -> {
            OptionSpec option = line.getCommandSpec().findOption("--" + name);
            boolean isSwitch = option.arity().max() == 0;
            if (isSwitch && !value.equals("true") && !value.equals("false")) {
                problems.add("the value of " + name + " is no true or false");
            } else if (!isSwitch) {
                arguments.add("--" + name + "=" + value);
            } else if (value.equals("true")) {
                arguments.add("--" + name);
            }
        });
        try {
            line.parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            problems.add(AtelierException.oneLine(e.getMessage()));
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return options;
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }
}
