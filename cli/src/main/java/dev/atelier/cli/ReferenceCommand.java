package dev.atelier.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the reference of all commands: docs/commands.md is what this prints. */
@Command(name = "reference", hidden = true, description = "Prints the reference of all commands, as Markdown.")
final class ReferenceCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(markdown(spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }

    static String markdown(CommandLine root) {
        StringBuilder text = new StringBuilder("# Command reference\n\nMade from the code by `./atelier reference`.\n");
        append(root, text);
        return text.toString();
    }

    private static void append(CommandLine command, StringBuilder text) {
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage().width(100);
        text.append("\n## ").append(spec.qualifiedName()).append("\n\n```\n");
        text.append(
                command.getUsageMessage(Ansi.OFF).replaceAll("[ \\t]+\\n", "\n").strip());
        text.append("\n```\n");
        command.getSubcommands().values().stream()
                .distinct()
                .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
                .filter(sub -> !sub.getCommandName().equals("help"))
                .forEach(sub -> append(sub, text));
    }
}
