package dev.atelier.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What the painting network is told of n style pictures.
 *
 * @param parts those of {@link NetworkShape#style}, each with n as its first dimension. The colour matrix applies to the
 *     frame around middle grey
 */
record Style(Map<String, Tensor> parts) {
    Tensor get(String name) {
        return parts.get(name);
    }

    /** One picture's style for a batch of n frames. */
    Style repeated(long n) {
        Map<String, Tensor> repeated = new LinkedHashMap<>();
        parts.forEach((name, part) -> {
            long[] sizes = part.shape();
            sizes[0] = n;
            repeated.put(name, part.expand(sizes));
        });
        return new Style(repeated);
    }
}
