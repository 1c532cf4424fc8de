package dev.atelier.scoring.model;

import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.scoring.ModelInfo;
import dev.atelier.core.scoring.ModelInfo.OutputKind;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.model.ModelSpec.StyleSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Settles a package: what its keys say, checked against its graphs and made complete by what these tell. */
public final class PackageResolver {
    /** Beyond that a style overshoots. */
    private static final double MOST_FEEDBACK = 1;

    private final PackageFiles files;
    private final Function<GraphFile, GraphFacts> loader;
    private final Function<GraphFile, Probe> prober;
    private final Settings settings;

    /**
     * @param loader loads a graph and tells about it
     * @param prober runs a graph
     */
    public PackageResolver(
            PackageFiles files, Function<GraphFile, GraphFacts> loader, Function<GraphFile, Probe> prober) {
        this.files = files;
        this.loader = loader;
        this.prober = prober;
        this.settings = new Settings(files.settingsName(), files.settings());
    }

    /**
     * The package with everything settled.
     *
     * @throws InvalidRequestException with everything that is wrong or missing
     */
    public ModelPackage resolve() {
        String name = settings.text("name").orElseGet(files::name);
        settings.describe("name", name, settings.has("name") ? "from " + files.settingsName() : "inferred");
        for (String about : List.of("description", "licence", "source")) {
            settings.text(about).ifPresent(text -> settings.describe(about, text, "from " + files.settingsName()));
        }
        GraphFile graph = files.graph(settings.settle("graph", settings.text("graph"), this::onlyGraph));
        GraphFacts facts = loader.apply(graph);
        describePorts("", facts);
        Map<String, GraphFile> graphs = new LinkedHashMap<>();
        graphs.put(graph.name(), graph);

        Optional<GraphFile> styleGraph = settings.text("style.graph").map(files::graph);
        Set<String> given = new LinkedHashSet<>();
        Map<String, Tensor> constants = new Constants(settings).read(facts);
        given.addAll(constants.keySet());
        Optional<StyleSpec> style = styleGraph.map(file -> {
            graphs.put(file.name(), file);
            GraphFacts styleFacts = loader.apply(file);
            describePorts("style ", styleFacts);
            given.addAll(styleFacts.outputs().keySet());
            InputSpec input =
                    new InputResolver(settings, "style.input", styleFacts, Set.of()).resolve(OutputKind.TENSORS);
            double feedback =
                    settings.settle("style.feedback", settings.number("style.feedback", 0, MOST_FEEDBACK), () -> 0.0);
            return new StyleSpec(file.name(), input, feedback);
        });

        InputResolver inputs = new InputResolver(settings, "input", facts, given);
        OutputResolver outputs = new OutputResolver(settings, facts, files);
        Port item = inputs.port();
        OutputKind kind = outputs.kind(item);
        boolean canProbe = style.isEmpty();
        Evidence evidence = new Evidence(input -> prober.apply(graph).run(input, constants), canProbe);
        InputSpec input = inputs.resolve(kind, outputs, evidence);
        OutputSpec output = outputs.resolve(kind, input, evidence);
        requireAllInputs(facts, item, given);
        settings.check();

        ModelSpec spec = new ModelSpec(graph.name(), style, input, constants, output);
        String digest = new PackageDigest(settings.settled(), graphs.values(), labels(output), constants).hex();
        ModelInfo info =
                new ModelInfo(name, digest, kind, style.isPresent(), settings.description(), settings.notices());
        return new ModelPackage(spec, info, facts.inputs(), Map.copyOf(graphs));
    }

    private static List<String> labels(OutputSpec output) {
        if (output instanceof OutputSpec.Classes classes) {
            return classes.labels();
        }
        return output instanceof OutputSpec.Boxes boxes ? boxes.labels() : List.of();
    }

    private String onlyGraph() {
        List<String> graphs = files.graphs();
        if (graphs.size() == 1) {
            return graphs.get(0);
        }
        throw new InvalidRequestException(files.settingsName() + ": graph is missing; write which of "
                + (graphs.isEmpty() ? "the folder's files" : String.join(", ", graphs)) + " scores items");
    }

    private void describePorts(String prefix, GraphFacts facts) {
        settings.describe(prefix + "inputs", describe(facts.inputs()), "inferred");
        settings.describe(prefix + "outputs", describe(facts.outputs()), "inferred");
    }

    private static String describe(Map<String, Port> ports) {
        return ports.values().stream()
                .map(port -> port.name() + " " + port.describe())
                .collect(Collectors.joining(", "));
    }

    private void requireAllInputs(GraphFacts facts, Port item, Set<String> given) {
        for (String input : facts.inputs().keySet()) {
            if (!input.equals(item.name()) && !given.contains(input)) {
                settings.problem(
                        "input " + input + " " + facts.inputs().get(input).describe() + " of " + facts.name()
                                + " gets no value; write it below constants, or style.graph for an any-style model");
            }
        }
    }

    /** Runs the graph at most once for all questions about one way to give the picture. */
    static final class Evidence {
        private final Function<InputSpec, Map<String, Tensor>> probe;
        private final boolean possible;

        Evidence(Function<InputSpec, Map<String, Tensor>> probe, boolean possible) {
            this.probe = probe;
            this.possible = possible;
        }

        Optional<Map<String, Tensor>> outputs(InputSpec input) {
            return possible ? Optional.of(probe.apply(input)) : Optional.empty();
        }
    }
}
