package dev.atelier.cli;

import dev.atelier.core.failure.AtelierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Tells what works on this machine: JDK, cores, memory, FFmpeg, runtimes, devices.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final Wiring wiring;
    private boolean healthy = true;

    @Option(names = "--rehearse", description = "Also run a small job from end to end.")
    boolean rehearse;

    DoctorCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** Something that works, told in a few words, or throws. */
    private interface Check {
        String run() throws Exception;
    }

    @Override
    public Integer call() {
        check(
                "java",
                () -> System.getProperty("java.vm.name") + " " + Runtime.version() + " on "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        check("cores", () -> Integer.toString(wiring.cores()));
        check(
                "memory",
                () -> String.format(
                        Locale.ROOT,
                        "%d MiB for the JVM's heap at most",
                        Runtime.getRuntime().maxMemory() >> 20));
        check("home", () -> wiring.home().folder().toString());
        check("ffmpeg", () -> new FfmpegCheck(wiring.ffmpeg()).run());
        check("encoders", this::encoders);
        check(
                "onnxruntime",
                () -> wiring.models().version() + ", devices: "
                        + String.join(", ", wiring.models().devices()));
        check("models", () -> String.join(", ", wiring.models().models()));
        if (rehearse) {
            check("rehearsal", () -> new Rehearsal(wiring).run());
        }
        return healthy ? ExitCode.DONE : ExitCode.FAILED;
    }

    private String encoders() throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("software"));
        all.addAll(wiring.hardware().working());
        return String.join(", ", all) + (all.size() == 1 ? "; none in hardware" : "");
    }

    private void check(String name, Check check) {
        String result;
        try {
            result = "ok    " + check.run();
        } catch (Exception e) {
            healthy = false;
            result = "FAILS " + AtelierException.reason(e);
        }
        wiring.out().printf(Locale.ROOT, "%-12s %s%n", name, result);
        wiring.out().flush();
    }
}
