package dev.atelier.scoring.onnx;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.scoring.model.InputSpec;
import dev.atelier.scoring.model.ModelPackage;
import dev.atelier.scoring.model.ModelSpec.StyleSpec;
import dev.atelier.scoring.plane.Fit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The graph of an any-style model that says what a picture's style is, loaded. */
final class StyleGraph implements AutoCloseable {
    /** So many, or a half or a quarter, give the same bits; three do not. */
    private static final int MOST_THREADS = 4;

    /** Of what was painted no more a side is looked at: features are some hundred times as large as a picture. */
    private static final Fit MIDDLE = new Fit.Middle(1024, 8);

    private final OnnxScorer scorer;

    private StyleGraph(GraphLoader loader, ModelPackage model, InputSpec input) {
        // once a job, and all else waits for it
        int threads = Integer.highestOneBit(
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        Graph graph = loader.load(model.graphs().get(spec(model).graph()), Device.of("cpu"), threads);
        var reader = new TensorsReader(List.copyOf(graph.outputs().keySet()), false);
        scorer = new OnnxScorer(graph, input, reader, Map.of());
    }

    private static StyleSpec spec(ModelPackage model) {
        return model.spec().style().orElseThrow();
    }

    /** That of a package that has one, for style pictures. */
    static StyleGraph ofPictures(GraphLoader loader, ModelPackage model) {
        return new StyleGraph(loader, model, spec(model).input());
    }

    /**
     * The same for what was painted: it has the strokes of its style at the size that the style picture was looked at, so it is looked
     * at as large as it is, by a graph that takes any size.
     */
    static StyleGraph ofPaintings(GraphLoader loader, ModelPackage model) {
        InputSpec input = spec(model).input();
        return new StyleGraph(loader, model, input.fit() instanceof Fit.Scale ? input.with(MIDDLE) : input);
    }

    /** The constant inputs that scoring in the style of a picture needs, by name. */
    Map<String, Tensor> style(Picture picture) {
        return ((Score.Tensors) scorer.score(List.of(picture)).get(0)).outputs();
    }

    /**
     * A style beyond itself, by a share of what is between it and the mean of others.
     *
     * @param others styles of what was painted in the style
     */
    static Map<String, Tensor> further(Map<String, Tensor> style, List<Map<String, Tensor>> others, double share) {
        Map<String, Tensor> further = new HashMap<>();
        style.forEach((name, part) -> {
            float[] values = part.values().clone();
            for (int i = 0; i < values.length; i++) {
                double mean = 0;
                for (Map<String, Tensor> other : others) {
                    mean += other.get(name).values()[i];
                }
                values[i] += (float) (share * (values[i] - mean / others.size()));
            }
            further.put(name, new Tensor(part.shape(), values));
        });
        return further;
    }

    @Override
    public void close() {
        scorer.close();
    }
}
