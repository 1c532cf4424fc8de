package dev.atelier.cli;

import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.Redaction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;

/** The command line's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        int code = commandLine(new Wiring(Home.of(environment), environment, System.out, System.err))
                .execute(arguments);
        System.exit(code);
    }

    static CommandLine commandLine(Wiring wiring) {
        PrintWriter out = new PrintWriter(wiring.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(wiring.err(), true, StandardCharsets.UTF_8);
        return new CommandLine(new AtelierCommand(), new Factory(wiring))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, args) -> {
                    err.println("atelier: " + AtelierException.oneLine(e.getMessage()) + "; \""
                            + e.getCommandLine().getCommandSpec().qualifiedName() + " --help\" tells more");
                    return ExitCode.MISUSE;
                })
                .setExecutionExceptionHandler((e, commandLine, result) -> report(e, err));
    }

    /** One line for what went wrong; the whole cause only for what nobody foresaw. */
    private static int report(Exception e, PrintWriter err) {
        if (e instanceof InterruptedException) {
            return ExitCode.INTERRUPTED;
        }
        if (e instanceof InvalidRequestException invalid) {
            invalid.problems().forEach(problem -> err.println("atelier: " + problem));
            return ExitCode.MISUSE;
        }
        err.println("atelier: " + AtelierException.reason(e));
        if (!(e instanceof AtelierException)) {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            err.print(Redaction.of(trace.toString()));
            err.flush();
        }
        return ExitCode.FAILED;
    }

    /** Gives each command the wiring. */
    private record Factory(Wiring wiring) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            try {
                return type.getDeclaredConstructor(Wiring.class).newInstance(wiring);
            } catch (NoSuchMethodException e) {
                return CommandLine.defaultFactory().create(type);
            }
        }
    }
}
