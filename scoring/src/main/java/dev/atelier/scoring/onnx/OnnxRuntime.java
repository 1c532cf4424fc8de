package dev.atelier.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.ModelInfo;
import dev.atelier.core.scoring.ModelInfo.OutputKind;
import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.Processor;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Specialisation;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.model.BundledFiles;
import dev.atelier.scoring.model.FolderFiles;
import dev.atelier.scoring.model.GraphFacts;
import dev.atelier.scoring.model.GraphFile;
import dev.atelier.scoring.model.ModelPackage;
import dev.atelier.scoring.model.ModelSpec;
import dev.atelier.scoring.model.ModelSpec.StyleSpec;
import dev.atelier.scoring.model.OutputSpec;
import dev.atelier.scoring.model.PackageFiles;
import dev.atelier.scoring.model.PackageResolver;
import dev.atelier.scoring.model.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * ONNX Runtime as {@link ModelRuntime}. Nothing is loaded before the first model is used.
 *
 * <p>A model's name is looked up as: a name that is built in, a path, a folder or file of the user's models.
 */
public final class OnnxRuntime implements ModelRuntime {
    /** The model that leaves items as they are. */
    public static final String IDENTITY = "identity";

    private final NativeLibrary library;
    private final Optional<Path> userModels;
    private final SpecialisedGraphs specialised = new SpecialisedGraphs();
    /** The last package used: a command inspects, prepares and opens the same one. */
    private final AtomicReference<Resolved> resolved = new AtomicReference<>();

    /**
     * @param nativeCache folder to unpack the native library into, once; shared by all processes
     * @param userModels folder whose packages can be named without their path
     */
    public OnnxRuntime(Path nativeCache, Optional<Path> userModels) {
        this.library = new NativeLibrary(nativeCache);
        this.userModels = userModels;
    }

    /** The version of ONNX Runtime. */
    public String version() {
        return library.environment().getVersion();
    }

    /** The kinds of devices that ONNX Runtime was built for, in its own names. */
    public List<String> devices() {
        library.environment();
        return OrtEnvironment.getAvailableProviders().stream()
                .map(Enum::name)
                .sorted()
                .toList();
    }

    /** The names of models that need no path: those built in, then those in the user's folder. */
    public List<String> models() {
        List<String> names = new ArrayList<>(List.of(BundledFiles.ATELIER, IDENTITY));
        if (userModels.isPresent() && Files.isDirectory(userModels.get())) {
            try (Stream<Path> files = Files.list(userModels.get())) {
                files.filter(file -> file.toString().endsWith(".onnx") || Files.exists(file.resolve("model.yaml")))
                        .map(file -> file.getFileName().toString())
                        .sorted()
                        .forEach(names::add);
            } catch (IOException e) {
                throw new InvalidRequestException(
                        userModels.get() + ": the folder of models cannot be listed; check its permissions", e);
            }
        }
        return names;
    }

    @Override
    public ModelInfo inspect(String model) {
        if (model.equals(IDENTITY)) {
            return new ModelInfo(
                    IDENTITY,
                    "0".repeat(64),
                    OutputKind.IMAGE,
                    false,
                    Map.of("description", "Leaves items as they are (built in)"),
                    List.of());
        }
        return resolve(model).info();
    }

    @Override
    public Map<String, Tensor> prepareStyle(String model, Picture style) {
        ModelPackage resolved = model.equals(IDENTITY) ? null : resolve(model);
        if (resolved == null || resolved.spec().style().isEmpty()) {
            throw new InvalidRequestException(model + ": takes no style picture; leave the style out");
        }
        try (StyleGraph graph = StyleGraph.ofPictures(loader(), resolved)) {
            return graph.style(style);
        }
    }

    @Override
    public Map<String, Tensor> fitStyle(String model, ScorerOptions options, List<Picture> items) {
        ModelPackage resolved = model.equals(IDENTITY) ? null : resolve(model);
        double feedback = resolved == null
                ? 0
                : resolved.spec().style().map(StyleSpec::feedback).orElse(0.0);
        if (feedback == 0 || items.isEmpty()) {
            return options.constants();
        }
        var plain = new ScorerOptions(options.constants(), 1, options.device());
        try (Scorer painter = open(model, plain);
                StyleGraph graph = StyleGraph.ofPaintings(loader(), resolved)) {
            List<Map<String, Tensor>> painted = new ArrayList<>();
            for (Picture item : items) {
                try {
                    if (painter.score(List.of(item)).get(0) instanceof Score.Image image) {
                        painted.add(graph.style(image.picture()));
                    }
                } catch (PoisonItemException e) {
                    // it will be dealt with when it is scored
                }
            }
            return painted.isEmpty() ? options.constants() : StyleGraph.further(options.constants(), painted, feedback);
        }
    }

    @Override
    public Scorer open(String model, ScorerOptions options) {
        if (model.equals(IDENTITY)) {
            return new IdentityScorer();
        }
        return open(model, options, graph -> graph::run);
    }

    /** Opens a model to measure what its graph takes apart from what surrounds it. */
    public TimedScorer openTimed(String model, ScorerOptions options) {
        if (model.equals(IDENTITY)) {
            throw new InvalidRequestException(IDENTITY + " has no graph to measure; name another model");
        }
        var clock = new TimedScorer.Clock();
        return new TimedScorer(open(model, options, clock::around), clock);
    }

    private OnnxScorer open(String model, ScorerOptions options, Function<Graph, OnnxScorer.Runs> runs) {
        Device device = Device.of(options.device());
        Specialisation wanted = options.specialisation();
        if (wanted.precision() == Precision.FP16 && device.isCpu()) {
            throw new InvalidRequestException(
                    "--precision fp16 is for GPUs, and the device is cpu; use --precision auto, int8 or fp32");
        }
        ModelPackage resolved = resolve(model);
        Map<String, Tensor> constants = constants(resolved, options);
        GraphFile file = resolved.graphs().get(resolved.spec().graph());
        boolean asItIs = constants.isEmpty() && wanted.equals(Specialisation.NONE);
        GraphFile loaded = asItIs
                ? file
                : specialised
                        .scoring(library.environment(), file, constants, wanted)
                        .orElse(file);
        ScoreReader reader = reader(resolved.spec().output(), options.strength());
        return open(resolved.spec(), loaded, device, runs, reader, constants);
    }

    private OnnxScorer open(
            ModelSpec spec,
            GraphFile file,
            Device device,
            Function<Graph, OnnxScorer.Runs> runs,
            ScoreReader reader,
            Map<String, Tensor> constants) {
        Graph graph = loader().load(file, device);
        try {
            return new OnnxScorer(
                    graph,
                    runs.apply(graph),
                    spec.input(),
                    reader,
                    ConstantInputs.remaining(graph, spec.input().name(), constants));
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
    }

    /** The values of all constant inputs, checked. */
    private Map<String, Tensor> constants(ModelPackage resolved, ScorerOptions options) {
        ModelSpec spec = resolved.spec();
        Map<String, Tensor> constants = new HashMap<>(spec.constants());
        constants.putAll(options.constants());
        ConstantInputs.check(spec.graph(), resolved.inputs(), spec.input().name(), constants);
        return constants;
    }

    @Override
    public void checkDevice(String device) {
        library.environment();
        Device.of(device).check();
    }

    @Override
    public boolean isFaster(String model, Precision precision, String device) {
        boolean cpu = Device.of(device).isCpu();
        return switch (precision) {
            case INT8 -> cpu && new Processor().hasByteProducts();
            case FP16 -> !cpu;
            default -> false;
        };
    }

    @Override
    public Optional<Scorer> observe(String model, ScorerOptions options, Look look) {
        if (model.equals(IDENTITY)) {
            return Optional.empty();
        }
        ModelPackage resolved = resolve(model);
        Map<String, Tensor> constants = constants(resolved, options);
        GraphFile file = resolved.graphs().get(resolved.spec().graph());
        return specialised
                .observing(library.environment(), file, constants, options.specialisation(), look)
                .map(observing -> open(
                        resolved.spec(),
                        observing.file(),
                        Device.of(options.device()),
                        graph -> graph::run,
                        new ObservationsReader(observing.names()),
                        constants));
    }

    private static ScoreReader reader(OutputSpec output, double strength) {
        if (output instanceof OutputSpec.Image image) {
            return new ImageReader(image, strength);
        } else if (output instanceof OutputSpec.Classes classes) {
            return new ClassesReader(classes);
        } else if (output instanceof OutputSpec.Boxes boxes) {
            return new BoxesReader(boxes);
        }
        return new TensorsReader(((OutputSpec.Tensors) output).names(), true);
    }

    private GraphLoader loader() {
        OrtEnvironment environment = library.environment();
        return new GraphLoader(environment);
    }

    private ModelPackage resolve(String model) {
        PackageFiles files = files(model);
        String stamp = model + ";" + files.stamp();
        Resolved latest = resolved.get();
        if (latest == null || !latest.stamp().equals(stamp)) {
            latest = new Resolved(stamp, new PackageResolver(files, this::facts, this::probe).resolve());
            resolved.set(latest);
        }
        return latest.model();
    }

    private record Resolved(String stamp, ModelPackage model) {}

    private GraphFacts facts(GraphFile file) {
        try (Graph graph = loader().load(file, Device.of("cpu"))) {
            return new GraphFacts(file.name(), graph.inputs(), graph.outputs(), graph.metadata());
        } catch (OrtException e) {
            throw new InvalidRequestException(file.name() + ": its metadata cannot be read; export it again", e);
        }
    }

    private Probe probe(GraphFile file) {
        return (input, constants) -> {
            Graph graph = loader().load(file, Device.of("cpu"));
            Map<String, OnnxTensor> tensors = ConstantInputs.tensors(graph, input.name(), constants);
            List<String> outputs = List.copyOf(graph.outputs().keySet());
            try (Scorer scorer = new OnnxScorer(graph, input, new TensorsReader(outputs, true), tensors)) {
                List<Picture> items = List.of(ProbePicture.picture());
                return ((Score.Tensors) scorer.score(items).get(0)).outputs();
            }
        };
    }

    private PackageFiles files(String model) {
        if (model.equals(BundledFiles.ATELIER)) {
            return new BundledFiles();
        }
        try {
            Path path = Path.of(model);
            if (Files.exists(path)) {
                return FolderFiles.of(path);
            }
            for (String name : List.of(model, model + ".onnx")) {
                Optional<Path> own = userModels.map(folder -> folder.resolve(name));
                if (own.isPresent() && own.get().normalize().startsWith(userModels.get()) && Files.exists(own.get())) {
                    return FolderFiles.of(own.get());
                }
            }
        } catch (InvalidPathException e) {
            // no path at all: there is no such model
        }
        throw new InvalidRequestException(
                model + ": no such model; name a folder with model.yaml, an .onnx file, or one" + " of "
                        + String.join(", ", models()));
    }
}
