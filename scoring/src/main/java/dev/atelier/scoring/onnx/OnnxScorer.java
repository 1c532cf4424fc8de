package dev.atelier.scoring.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtSession;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.scoring.model.InputSpec;
import dev.atelier.scoring.plane.Framing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Scores items by a graph: frames each, runs, reads. */
final class OnnxScorer implements Scorer {
    /** Runs the graph; whoever measures it stands between. */
    interface Runs {
        OrtSession.Result run(Map<String, OnnxTensor> values, Map<String, OnnxTensor> pinned) throws OrtException;
    }

    private final Graph graph;
    private final Runs runs;
    private final InputSpec spec;
    private final InputWriter writer;
    private final ScoreReader reader;
    private final Map<String, OnnxTensor> constants;
    private final int batch;
    private final SlotPool slots = new SlotPool(Runtime.getRuntime().availableProcessors());
    /** Calls share it; closing waits for them, since the runtime must not lose a session that runs. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;

    /** @param constants owned by the scorer from now on, as is the graph */
    OnnxScorer(Graph graph, InputSpec spec, ScoreReader reader, Map<String, OnnxTensor> constants) {
        this(graph, graph::run, spec, reader, constants);
    }

    OnnxScorer(Graph graph, Runs runs, InputSpec spec, ScoreReader reader, Map<String, OnnxTensor> constants) {
        this.graph = graph;
        this.runs = runs;
        this.spec = spec;
        this.writer = new InputWriter(spec);
        this.reader = reader;
        this.constants = Map.copyOf(constants);
        this.batch = (int) Math.max(1, graph.inputs().get(spec.name()).shape()[0]);
    }

    /**
     * As many as the graph demands. Where it takes any number this is 1: on a CPU more are no faster, and sums taken
     * over several items at once may differ in their last bits.
     */
    @Override
    public int itemsPerCall() {
        return batch;
    }

    @Override
    public List<Score> score(List<Picture> items) {
        if (items.isEmpty() || items.size() > batch) {
            throw new IllegalArgumentException("1 to " + batch + " items a call, not " + items.size());
        }
        Picture first = items.get(0);
        for (Picture item : items) {
            if (item.width() != first.width() || item.height() != first.height() || item.format() != first.format()) {
                throw new IllegalArgumentException("the items of a call must have one size and format");
            }
        }
        open.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the scorer is closed");
            }
            return run(items);
        } catch (OrtException e) {
            throw failure(first, e);
        } catch (ArithmeticException e) {
            throw new PoisonItemException(size(first) + " is more than " + graph.name() + " can take at once", e);
        } finally {
            open.readLock().unlock();
        }
    }

    private List<Score> run(List<Picture> items) throws OrtException {
        Picture first = items.get(0);
        List<Framing> framings = spec.fit().framings(first.width(), first.height());
        List<ScoreReader.Reading> readings = new ArrayList<>();
        List<ContentRows> contents = new ArrayList<>();
        for (Picture item : items) {
            readings.add(reader.begin(item, framings));
            contents.add(ContentRows.of(spec, writer.scaling(), item, framings));
        }
        for (Framing framing : framings) {
            Slot slot = slots.take(framing.width(), framing.height(), this::slot);
            try {
                for (int i = 0; i < batch; i++) {
                    // a call with too few items is filled up with the last one
                    ContentRows content = contents.get(Math.min(i, contents.size() - 1));
                    writer.write(content, framing, slot.input().rows(), i);
                }
                Map<String, OnnxTensor> values = new HashMap<>(constants);
                values.put(spec.name(), slot.input().tensor());
                try (OrtSession.Result result = runs.run(values, slot.pinned())) {
                    for (int i = 0; i < readings.size(); i++) {
                        readings.get(i).add(framing, new Outputs(result, slot, i));
                    }
                    if (reader.steadyOutput().isPresent()) {
                        String name = reader.steadyOutput().get();
                        slot.pin(graph, name, new Outputs(result, slot, 0).shape(name));
                    }
                }
            } catch (OrtException | RuntimeException e) {
                slot.close();
                throw e;
            }
            slots.give(slot);
        }
        return readings.stream().map(ScoreReader.Reading::score).toList();
    }

    private Slot slot(int width, int height) throws OrtException {
        int channels = spec.colour().count();
        long[] shape = spec.channelsLast()
                ? new long[] {batch, height, width, channels}
                : new long[] {batch, channels, height, width};
        return new Slot(
                width,
                height,
                TensorSink.allocate(
                        graph.environment(), graph.inputs().get(spec.name()).type(), shape));
    }

    private AtelierException failure(Picture item, OrtException e) {
        String message = AtelierException.oneLine(e.getMessage());
        if (message.contains("allocate memory") || message.contains("bad_alloc")) {
            return new InfrastructureException(
                    "not enough memory to score " + size(item) + " with " + graph.name()
                            + "; use fewer jobs at once or smaller items",
                    e);
        }
        if (e.getCode() == OrtErrorCode.ORT_EP_FAIL || e.getCode() == OrtErrorCode.ORT_ENGINE_ERROR) {
            return new InfrastructureException(graph.name() + ": the device failed: " + message, e);
        }
        return new PoisonItemException(graph.name() + " refuses " + size(item) + ": " + message, e);
    }

    private static String size(Picture item) {
        return "an item of " + item.width() + "x" + item.height();
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                slots.close();
                constants.values().forEach(OnnxTensor::close);
                graph.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
