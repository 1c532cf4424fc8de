package dev.atelier.video;

import java.util.ArrayList;
import java.util.List;

/**
 * Timestamps as an expression of FFmpeg's evaluator: the time of frame k, written as a search tree over runs of equal
 * distances, so that thousands of frames of any pace evaluate in a few steps and a constant pace is a single product.
 */
final class Stamps {
    private final String variable;
    private final List<Run> runs = new ArrayList<>();

    private record Run(int start, long base, long step) {}

    /**
     * @param variable what the expression calls k
     * @param times the time of each frame, in ticks
     */
    Stamps(String variable, long[] times) {
        this.variable = variable;
        int start = 0;
        while (start < times.length) {
            int next = start + 1;
            long step = next < times.length ? times[next] - times[start] : 0;
            while (next < times.length && times[next] - times[next - 1] == step) {
                next++;
            }
            // A pair may be chance: its second frame may begin a longer run.
            if (next - start == 2 && next < times.length) {
                next--;
            }
            runs.add(new Run(start, times[start], next - start > 1 ? step : 0));
            start = next;
        }
    }

    String expression() {
        StringBuilder text = new StringBuilder();
        write(text, 0, runs.size());
        return text.toString();
    }

    private void write(StringBuilder text, int from, int to) {
        if (to - from == 1) {
            Run run = runs.get(from);
            text.append(run.base);
            if (run.step != 0) {
                text.append("+(").append(variable).append('-').append(run.start).append(")*");
                text.append(run.step);
            }
            return;
        }
        int middle = (from + to) >>> 1;
        text.append("if(lt(").append(variable).append(',').append(runs.get(middle).start);
        text.append("),");
        write(text, from, middle);
        text.append(',');
        write(text, middle, to);
        text.append(')');
    }
}
