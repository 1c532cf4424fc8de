package dev.atelier.cli;

import picocli.CommandLine.Command;

@Command(
        name = "cluster",
        description = "Starts and stops a Spark cluster on this machine, for trying out.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ClusterStartCommand.class,
            ClusterStatusCommand.class,
            ClusterStopCommand.class,
            ClusterScaleCommand.class
        })
final class ClusterCommand {}
