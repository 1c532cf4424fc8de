package dev.atelier.core.pipeline;

import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Json;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.StageTimes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened to each item of a batch: a line of JSON each, and the sums for the outcome. */
final class BatchLog {
    private final int batch;
    private final Attempt attempt;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final List<Outcome.FailedItem> failed = new ArrayList<>();
    private StageTimes times = StageTimes.ZERO;

    BatchLog(int batch, Attempt attempt) {
        this.batch = batch;
        this.attempt = attempt;
    }

    /** Has a sink write an item, and notes it. */
    void write(ScoredItem item, ItemSink sink) throws InterruptedException {
        long start = System.nanoTime();
        ItemSink.Written written = sink.write(item);
        long writing = System.nanoTime() - start - written.encodeNanos();
        StageTimes all = item.times().plus(new StageTimes(0, 0, 0, written.encodeNanos(), writing));
        times = times.plus(all);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("item", item.item().name());
        line.put("readMs", milliseconds(all.read()));
        line.put("decodeMs", milliseconds(all.decode()));
        line.put("scoreMs", milliseconds(all.score()));
        line.put("encodeMs", milliseconds(all.encode()));
        line.put("writeMs", milliseconds(all.write()));
        if (item.failed()) {
            failed.add(new Outcome.FailedItem(
                    item.item().index(), item.item().name(), item.failure(), written.replacement()));
            line.put("error", item.failure());
        }
        lines.writeBytes((Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Has a sink end the batch, and counts the time as writing. */
    List<Outcome.Product> timeFinish(ItemSink sink) throws InterruptedException {
        long start = System.nanoTime();
        List<Outcome.Product> products = sink.finish();
        times = times.plus(new StageTimes(0, 0, 0, 0, System.nanoTime() - start));
        return products;
    }

    Outcome outcome(Instant started, Instant ended, List<Outcome.Product> products) {
        return new Outcome(
                batch, attempt.token(), attempt.number(), started, ended, products, failed, times, attempt.place());
    }

    byte[] bytes() {
        return lines.toByteArray();
    }

    private static double milliseconds(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}
