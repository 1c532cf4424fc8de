package dev.atelier.cli;

import picocli.CommandLine.Command;

@Command(
        name = "store",
        description = "Lists, copies and deletes objects of any store; makes signed links and keys.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StoreListCommand.class,
            StoreCopyCommand.class,
            StoreRemoveCommand.class,
            StoreLinkCommand.class,
            StoreKeyCommand.class
        })
final class StoreCommand {}
