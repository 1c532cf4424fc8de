package dev.atelier.cli;

import dev.atelier.core.job.JobRepository;
import dev.atelier.core.pipeline.Ports;
import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.store.FolderGuarantees;
import dev.atelier.core.store.LocalStore;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.PrefixedStore;
import dev.atelier.core.store.Stores;
import dev.atelier.scoring.image.JdkImageIo;
import dev.atelier.scoring.onnx.OnnxRuntime;
import dev.atelier.training.GatysModels;
import dev.atelier.video.FfmpegImageIo;
import dev.atelier.video.FfmpegTools;
import dev.atelier.video.FfmpegVideoIo;
import dev.atelier.video.HardwareEncoders;
import dev.atelier.video.Limits;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The composition root: makes every adapter, each when it is first needed. */
final class Wiring {
    private final Home home;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final MountCheck mounts;
    private final Clock clock = Clock.systemUTC();
    private FfmpegTools ffmpeg;
    private OnnxRuntime models;
    private ModelRuntime runtime;
    private Ports ports;
    private Limits limits = Limits.DEFAULT;
    private StoreSettings settings;
    private Stores stores;
    private ObjectStore ops;

    Wiring(Home home, Map<String, String> environment, OutputStream out, OutputStream err) {
        this(home, environment, out, err, MountCheck.MOUNTED);
    }

    /** @param mounted what the folders that are mounted keep */
    Wiring(
            Home home,
            Map<String, String> environment,
            OutputStream out,
            OutputStream err,
            Function<Path, Optional<FolderGuarantees>> mounted) {
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.mounts = new MountCheck(mounted, this.err);
    }

    /** With another home, silently, but with what this one has unpacked and opened. */
    Wiring elsewhere(Home other) {
        var silent = new Wiring(other, environment, OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        silent.ffmpeg = ffmpeg();
        silent.models = models();
        silent.runtime = runtime();
        return silent;
    }

    Home home() {
        return home;
    }

    Clock clock() {
        return clock;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Columns of the terminal that progress is shown on; 0 if there is none. The launcher tells. */
    int terminalWidth() {
        String columns = environment.get("ATELIER_COLUMNS");
        return columns != null && columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : 0;
    }

    synchronized FfmpegTools ffmpeg() {
        if (ffmpeg == null) {
            ffmpeg = FfmpegTools.install(home.cache());
        }
        return ffmpeg;
    }

    /** What videos may cost; to be said before the first is read. */
    synchronized void limit(Limits most) {
        limits = most;
    }

    synchronized Limits limits() {
        return limits;
    }

    HardwareEncoders hardware() {
        return new HardwareEncoders(ffmpeg(), limits);
    }

    synchronized OnnxRuntime models() {
        if (models == null) {
            models = new OnnxRuntime(home.cache(), Optional.of(home.models()));
        }
        return models;
    }

    /** All models, those of {@link #models} among them. */
    synchronized ModelRuntime runtime() {
        if (runtime == null) {
            runtime = new Models(models(), GatysModels::new);
        }
        return runtime;
    }

    synchronized Ports ports() {
        if (ports == null) {
            ports = ports(home.scratch());
        }
        return ports;
    }

    /** For who shares the home with others and must not meet them in its scratch folder. */
    synchronized Ports ports(Path scratch) {
        var videoIo = new FfmpegVideoIo(ffmpeg(), limits);
        var imageIo = new FfmpegImageIo(ffmpeg(), limits, new JdkImageIo(), JdkImageIo.DEFAULT_MAXIMUM_PIXELS);
        return new Ports(ops(), data(), stores(), videoIo, imageIo, runtime(), scratch, clock);
    }

    JobRepository repository() {
        return new JobRepository(ops(), clock);
    }

    synchronized Stores stores() {
        if (stores == null) {
            stores = new AddressBook(settings(), StoreSettings.Role.USER);
        }
        return stores;
    }

    private synchronized StoreSettings settings() {
        if (settings == null) {
            settings = StoreSettings.of(home, environment);
        }
        return settings;
    }

    /** The store of job records. */
    synchronized ObjectStore ops() {
        if (ops == null) {
            ops = own(StoreSettings.Role.OPS, home.ops());
        }
        return ops;
    }

    /** The store of what batches write. */
    private ObjectStore data() {
        return own(StoreSettings.Role.DATA, home.data());
    }

    private ObjectStore own(StoreSettings.Role role, Path folder) {
        return settings()
                .address(role)
                .map(address -> new AddressBook(settings(), role).locate(address))
                .<ObjectStore>map(PrefixedStore::of)
                .orElseGet(() -> folder(folder));
    }

    private LocalStore folder(Path folder) {
        mounts.check(folder);
        return new LocalStore(folder);
    }

    MountCheck mounts() {
        return mounts;
    }

    /** A model's name as it means the same from any folder: a path made absolute, any other name as it is. */
    String modelName(String model) {
        Path path = Path.of(model);
        return !GatysModels.isName(model) && !models().models().contains(model) && Files.exists(path)
                ? path.toAbsolutePath().normalize().toString()
                : model;
    }

    /** The versions of what computes and encodes: another version may give another result. */
    Map<String, String> runtimes() {
        return Map.of("ffmpeg", ffmpeg().version(), "onnxruntime", models().version());
    }
}
