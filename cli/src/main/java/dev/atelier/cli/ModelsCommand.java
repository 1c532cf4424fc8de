package dev.atelier.cli;

import dev.atelier.core.scoring.ModelInfo;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = "Lists the models at hand, or tells what is known of one.",
        mixinStandardHelpOptions = true,
        subcommands = {ModelsCommand.ListCommand.class, ModelsCommand.InspectCommand.class})
final class ModelsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: list, or inspect MODEL");
    }

    @Command(
            name = "list",
            description = "Lists the models that come with Atelier and those in its models folder.",
            mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        private final Wiring wiring;

        ListCommand(Wiring wiring) {
            this.wiring = wiring;
        }

        @Override
        public Integer call() {
            for (String name : wiring.models().models()) {
                ModelInfo info = wiring.models().inspect(name);
                wiring.out()
                        .printf(
                                Locale.ROOT,
                                "%-20s %-8s %s%n",
                                name,
                                info.output().name().toLowerCase(Locale.ROOT),
                                info.takesStyle() ? "takes its style from a picture" : "");
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "inspect",
            description = "Tells what a model takes and gives, and which of it was inferred.",
            mixinStandardHelpOptions = true)
    static final class InspectCommand implements Callable<Integer> {
        private final Wiring wiring;

        @Parameters(paramLabel = "MODEL", description = "A name, a model package or an .onnx file.")
        String model;

        InspectCommand(Wiring wiring) {
            this.wiring = wiring;
        }

        @Override
        public Integer call() {
            ModelInfo info = wiring.runtime().inspect(model);
            wiring.out().println(info.name() + " (" + info.digest().substring(0, 16) + ")");
            info.description().forEach((key, value) -> wiring.out().printf(Locale.ROOT, "  %-16s %s%n", key, value));
            info.notices().forEach(notice -> wiring.out().println("  note: " + notice));
            return ExitCode.DONE;
        }
    }
}
