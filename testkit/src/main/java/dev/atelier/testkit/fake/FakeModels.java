package dev.atelier.testkit.fake;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.Picture.Channel;
import dev.atelier.core.scoring.ModelInfo;
import dev.atelier.core.scoring.ModelInfo.OutputKind;
import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.scoring.Observations;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.Score;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Two models: {@code invert} gives pictures with every sample inverted, {@code value} gives the green sample as a class.
 * {@code invert} takes a style, whose green sample is added; where its statistics are fixed, 1 is added for that and 50
 * more if they are those of a bright item. Once {@link #computeInBytes} was called it is faster in 8 bits, and then as exact
 * within ranges of dark items; with those of bright ones it is 20 off. Once {@link #fitStyles} was called it adds more of a style
 * that is fitted to items.
 */
public final class FakeModels implements ModelRuntime {
    private static final int BRIGHT = 100;

    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger scored = new AtomicInteger();
    private final AtomicInteger observed = new AtomicInteger();
    private final int itemsPerCall;
    private volatile IntConsumer beforeItem = value -> {};
    private volatile boolean bytes;
    private volatile int more;
    private final List<Integer> fitted = new CopyOnWriteArrayList<>();

    public FakeModels(int itemsPerCall) {
        this.itemsPerCall = itemsPerCall;
    }

    /** From now on an item with this green sample is refused. */
    public void refuse(int value) {
        refused.add(value);
    }

    /** Called with the green sample of each item that is about to be scored; may block or throw. */
    public void beforeItem(IntConsumer action) {
        beforeItem = action;
    }

    public void computeInBytes() {
        bytes = true;
    }

    /** From now on so much more is added of a style that was fitted. */
    public void fitStyles(int more) {
        this.more = more;
    }

    /** The green samples of the items that styles were fitted to. */
    public List<Integer> fitted() {
        return List.copyOf(fitted);
    }

    @Override
    public boolean isFaster(String model, Precision precision, String device) {
        return bytes && precision == Precision.INT8;
    }

    public int open() {
        return open.get();
    }

    /** How many items were scored in all. */
    public int scored() {
        return scored.get();
    }

    @Override
    public ModelInfo inspect(String model) {
        OutputKind output = model.equals("invert") ? OutputKind.IMAGE : OutputKind.CLASSES;
        return new ModelInfo(model, "digest-of-" + model, output, model.equals("invert"), Map.of(), List.of());
    }

    @Override
    public Map<String, Tensor> prepareStyle(String model, Picture style) {
        return Map.of("add", new Tensor(new long[] {1}, new float[] {style.sample(Channel.GREEN, 0, 0)}));
    }

    @Override
    public Map<String, Tensor> fitStyle(String model, ScorerOptions options, List<Picture> items) {
        items.forEach(item -> fitted.add(item.sample(Channel.GREEN, 0, 0)));
        float add = options.constants().get("add").values()[0];
        return Map.of("add", new Tensor(new long[] {1}, new float[] {add + more}));
    }

    @Override
    public Scorer open(String model, ScorerOptions options) {
        Map<String, Tensor> fixed = options.specialisation().values();
        int add = (options.constants().containsKey("add")
                        ? (int) options.constants().get("add").values()[0]
                        : 0)
                + (fixed.isEmpty()
                        ? 0
                        : 1
                                + (int) (50
                                        * fixed.get(Observations.MEAN + "bright")
                                                .values()[0]))
                + (options.specialisation().precision() == Precision.INT8 ? error(fixed) : 0);
        return opened(itemsPerCall, item -> {
            int value = item.sample(Channel.GREEN, 0, 0);
            beforeItem.accept(value);
            if (refused.contains(value)) {
                throw new PoisonItemException("the model refuses " + value);
            }
            scored.incrementAndGet();
            return scoreOf(model, item, add);
        });
    }

    private static int error(Map<String, Tensor> fixed) {
        return fixed.get(Observations.RANGE + "green").values()[1] > BRIGHT ? 20 : 0;
    }

    private Scorer opened(int most, Function<Picture, Score> score) {
        open.incrementAndGet();
        return new Scorer() {
            private boolean closed;

            @Override
            public int itemsPerCall() {
                return most;
            }

            @Override
            public List<Score> score(List<Picture> items) {
                if (closed || items.isEmpty() || items.size() > most) {
                    throw new IllegalStateException("closed, or not 1 to " + most + " items");
                }
                return items.stream().map(score).toList();
            }

            @Override
            public void close() {
                open.addAndGet(closed ? 0 : -1);
                closed = true;
            }
        };
    }

    /** The statistic of {@code invert} is whether an item is bright. */
    @Override
    public Optional<Scorer> observe(String model, ScorerOptions options, Look look) {
        if (!model.equals("invert") || (look == Look.RANGES && !bytes)) {
            return Optional.empty();
        }
        observed.incrementAndGet();
        return Optional.of(opened(1, item -> {
            int green = item.sample(Channel.GREEN, 0, 0);
            if (look == Look.RANGES) {
                var range = new Tensor(new long[] {2, 1}, new float[] {green, green});
                return new Score.Tensors(Map.of(Observations.RANGE + "green", range));
            }
            float bright = green > BRIGHT ? 1 : 0;
            return new Score.Tensors(
                    Map.of(Observations.MEAN + "bright", one(bright), Observations.VARIANCE + "bright", one(1)));
        }));
    }

    private static Tensor one(float value) {
        return new Tensor(new long[] {1}, new float[] {value});
    }

    /** How often a model was opened to be observed. */
    public int observed() {
        return observed.get();
    }

    private static Score scoreOf(String model, Picture item, int add) {
        int value = item.sample(Channel.GREEN, 0, 0);
        if (!model.equals("invert")) {
            return new Score.Classes(List.of(new Score.Classification(value, "value " + value, 1)));
        }
        byte[] inverted = item.samples().clone();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) (255 - inverted[i] + add);
        }
        return new Score.Image(new Picture(item.width(), item.height(), item.format(), inverted));
    }
}
