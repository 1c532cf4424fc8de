package dev.atelier.core.pipeline;

import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.Outcome;
import dev.atelier.core.job.OutputForm;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.WriteCondition;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes a line for each item, failed or not, to one object a batch. */
final class RecordSink implements ItemSink {
    private final ObjectStore data;
    private final String name;
    private final RecordFormat format;
    private final Batch batch;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    RecordSink(ObjectStore data, JobLayout layout, OutputForm.Records form, Batch batch, Attempt attempt) {
        this.data = data;
        this.name = layout.records(batch.number(), attempt);
        this.format = RecordFormat.of(form.format());
        this.batch = batch;
    }

    @Override
    public byte[] encode(ScoredItem item) {
        return null;
    }

    @Override
    public Written write(ScoredItem item) {
        lines.writeBytes(format.line(item));
        return Written.PLAINLY;
    }

    @Override
    public List<Outcome.Product> finish() {
        data.put(name, Content.of(lines.toByteArray()), WriteCondition.IF_ABSENT);
        return List.of(new Outcome.Product(name, batch.items(), lines.size()));
    }

    @Override
    public void close() {}
}
