package dev.atelier.core.scoring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What values inside a model are like on items, by name: {@code mean/X} and {@code variance/X} of each channel of what a
 * normalisation X takes, or as the model itself names them, and {@code range/X}, [2, channels], the least and the greatest
 * that each channel of a value X should be able to have.
 */
public final class Observations {
    public static final String MEAN = "mean/";
    public static final String VARIANCE = "variance/";
    public static final String RANGE = "range/";

    private Observations() {}

    /** Of several items, as if they were one: variances count how far the items' means lie apart. */
    public static Map<String, Tensor> pool(List<Map<String, Tensor>> items) {
        Map<String, Tensor> pooled = new HashMap<>();
        for (String name : items.get(0).keySet()) {
            List<float[]> each =
                    items.stream().map(item -> item.get(name).values()).toList();
            float[] values;
            if (name.startsWith(RANGE)) {
                values = each.get(0).clone();
                for (float[] range : each) {
                    int channels = values.length / 2;
                    for (int c = 0; c < channels; c++) {
                        values[c] = Math.min(values[c], range[c]);
                        values[channels + c] = Math.max(values[channels + c], range[channels + c]);
                    }
                }
            } else if (name.startsWith(VARIANCE)) {
                String mean = MEAN + name.substring(VARIANCE.length());
                values = variances(
                        each,
                        items.stream().map(item -> item.get(mean).values()).toList());
            } else {
                values = new float[each.get(0).length];
                for (int c = 0; c < values.length; c++) {
                    values[c] = (float) mean(each, c);
                }
            }
            pooled.put(name, new Tensor(items.get(0).get(name).shape(), values));
        }
        return pooled;
    }

    private static float[] variances(List<float[]> variances, List<float[]> means) {
        float[] pooled = new float[variances.get(0).length];
        for (int c = 0; c < pooled.length; c++) {
            double centre = mean(means, c);
            double between = 0;
            for (float[] mean : means) {
                between += (mean[c] - centre) * (mean[c] - centre);
            }
            pooled[c] = (float) (mean(variances, c) + between / means.size());
        }
        return pooled;
    }

    private static double mean(List<float[]> items, int index) {
        double sum = 0;
        for (float[] item : items) {
            sum += item[index];
        }
        return sum / items.size();
    }

    /** Between two items: weight 0 gives the first, 1 the second. Ranges are left out. */
    public static Map<String, Tensor> between(Map<String, Tensor> first, Map<String, Tensor> second, double weight) {
        Map<String, Tensor> values = new HashMap<>();
        first.forEach((name, tensor) -> {
            if (!name.startsWith(RANGE)) {
                float[] other = second.get(name).values();
                float[] mixed = new float[other.length];
                for (int c = 0; c < mixed.length; c++) {
                    mixed[c] = (float) ((1 - weight) * tensor.values()[c] + weight * other[c]);
                }
                values.put(name, new Tensor(tensor.shape(), mixed));
            }
        });
        return values;
    }

    /**
     * How far two items lie apart: what changing from the one's statistics to the other's does to normalised values, as
     * the root mean square over the channels of a normalisation, of the one that changes most. Values are of the size of
     * 1, so 0.01 is about a hundredth.
     */
    public static double distance(Map<String, Tensor> first, Map<String, Tensor> second) {
        double furthest = 0;
        for (String name : first.keySet()) {
            if (name.startsWith(MEAN)) {
                String variance = VARIANCE + name.substring(MEAN.length());
                furthest = Math.max(
                        furthest,
                        distance(
                                first.get(name).values(),
                                first.get(variance).values(),
                                second.get(name).values(),
                                second.get(variance).values()));
            }
        }
        return furthest;
    }

    private static double distance(float[] mean, float[] variance, float[] otherMean, float[] otherVariance) {
        double sum = 0;
        for (int c = 0; c < mean.length; c++) {
            double deviation = Math.sqrt(Math.max(variance[c], 1e-10));
            double other = Math.sqrt(Math.max(otherVariance[c], 1e-10));
            double shift = (otherMean[c] - mean[c]) / Math.max(deviation, other);
            double scale = Math.log(other / deviation);
            // a channel that says nothing may change by any factor, but not more than others can
            sum += Math.min(shift * shift + scale * scale, 1);
        }
        return Math.sqrt(sum / mean.length);
    }
}
