package dev.atelier.scoring.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Instance normalisations of a graph whose scale and shift are constants: with mean and variance given, each is an affine
 * map of every channel. One that follows a convolution is folded into its weights and bias; any other becomes a batch
 * normalisation.
 *
 * <p>Statistics are named {@code mean/X} and {@code variance/X} after the value X that a normalisation makes, one
 * number a channel.
 */
public final class Normalisations {
    private static final String MEAN = Observations.MEAN;
    private static final String VARIANCE = Observations.VARIANCE;

    private static final float EPSILON = 1e-5f;

    private Normalisations() {}

    private record Site(NodeProto node, float[] scale, float[] shift) {
        String value() {
            return node.getInput(0);
        }

        String name() {
            return node.getOutput(0);
        }
    }

    private static List<Site> sites(GraphEdit graph) {
        List<Site> sites = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            if (Nodes.is(node, "InstanceNormalization") && node.getInputCount() == 3) {
                Optional<float[]> scale = graph.floats(node.getInput(1));
                Optional<float[]> shift = graph.floats(node.getInput(2));
                if (scale.isPresent() && shift.isPresent() && scale.get().length == shift.get().length) {
                    sites.add(new Site(node, scale.get(), shift.get()));
                }
            }
        }
        return sites;
    }

    /** The values that are normalised, by name. */
    public static List<String> names(GraphEdit graph) {
        return sites(graph).stream().map(Site::name).toList();
    }

    /** Adds outputs with the statistics of what is normalised: {@code mean/X} and {@code variance/X}, [n, channels] each. */
    public static void observe(GraphEdit graph) {
        for (Site site : sites(graph)) {
            String mean = mean(graph, site.value(), "mean of " + site.name(), true);
            String difference = add(graph, "Sub", List.of(site.value(), mean), "difference of " + site.name());
            String square = add(graph, "Mul", List.of(difference, difference), "square of " + site.name());
            graph.output(mean(graph, square, VARIANCE + site.name(), false));
            graph.output(mean(graph, site.value(), MEAN + site.name(), false));
        }
    }

    private static String add(GraphEdit graph, String type, List<String> inputs, String output) {
        graph.nodes().add(Nodes.node(type, inputs, output));
        return output;
    }

    /** The mean over a picture's height and width. */
    private static String mean(GraphEdit graph, String value, String output, boolean keep) {
        AttributeProto kept = Nodes.integer("keepdims", keep ? 1 : 0);
        boolean axesAreAnInput = graph.operators() >= 18;
        graph.nodes()
                .add(
                        axesAreAnInput
                                ? Nodes.node(
                                        "ReduceMean",
                                        List.of(value, graph.constant("axes", Tensors.longs(2, 3))),
                                        output,
                                        kept)
                                : Nodes.node("ReduceMean", List.of(value), output, kept, Nodes.integers("axes", 2, 3)));
        return output;
    }

    /** Fixes the statistics of each normalisation that they are given for. */
    public static void fold(GraphEdit graph, Map<String, Tensor> statistics) {
        for (Site site : sites(graph)) {
            Tensor mean = statistics.get(MEAN + site.name());
            Tensor variance = statistics.get(VARIANCE + site.name());
            if (mean != null
                    && variance != null
                    && mean.values().length == site.scale().length
                    && variance.values().length == site.scale().length) {
                fold(graph, site, mean.values(), variance.values());
            }
        }
        graph.prune();
    }

    private static void fold(GraphEdit graph, Site site, float[] mean, float[] variance) {
        float epsilon = Nodes.real(site.node(), "epsilon", EPSILON);
        int channels = mean.length;
        float[] factor = new float[channels];
        float[] summand = new float[channels];
        for (int c = 0; c < channels; c++) {
            double a = site.scale()[c] / Math.sqrt(Math.max(0, variance[c]) + (double) epsilon);
            factor[c] = (float) a;
            summand[c] = (float) (site.shift()[c] - mean[c] * a);
        }
        if (Convolutions.absorb(graph, site.node(), site.value(), factor, summand)) {
            return;
        }
        graph.nodes()
                .set(
                        graph.nodes().indexOf(site.node()),
                        Nodes.node(
                                "BatchNormalization",
                                List.of(
                                        site.value(),
                                        site.node().getInput(1),
                                        site.node().getInput(2),
                                        graph.constant(site.name(), Tensors.floats(mean, channels)),
                                        graph.constant(site.name(), Tensors.floats(variance, channels))),
                                site.name(),
                                Nodes.real("epsilon", epsilon)));
    }
}
