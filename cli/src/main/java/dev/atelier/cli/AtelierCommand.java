package dev.atelier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

@Command(
        name = "atelier",
        description = "Scores media with deep-learning models in batches; paints videos in the style of any picture.",
        mixinStandardHelpOptions = true,
        version = "atelier 0.1.0",
        subcommands = {
            StyleCommand.class,
            ScoreCommand.class,
            SplitCommand.class,
            StitchCommand.class,
            WatchCommand.class,
            JobsCommand.class,
            ShowCommand.class,
            LogsCommand.class,
            ResumeCommand.class,
            RemoveCommand.class,
            ModelsCommand.class,
            StoreCommand.class,
            PlanCommand.class,
            ClusterCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ReferenceCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:the command cannot be carried out as it was given",
            "3:done, and some items failed",
            "130:interrupted; can be resumed"
        })
final class AtelierCommand {}
