package dev.atelier.core.pipeline;

import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.failure.InvalidRequestException;
import dev.atelier.core.job.Attempt;
import dev.atelier.core.job.Batch;
import dev.atelier.core.job.JobId;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.Outcome;
import java.util.Map;

/** Does batches of a job that another process drives. Its scorers stay open from batch to batch. */
public final class RemoteJob implements RemoteTasks.Opened {
    private final JobRecords records;
    private final OpenedJob job;
    private final ScoreStage task;

    /**
     * @param ports with a scratch folder that no other process uses
     * @param token fencing token of the driver
     * @param share the job is scored by as many threads as it has slots
     * @throws InvalidRequestException if the job's records are not in the ops store
     */
    public RemoteJob(Ports ports, JobId id, long token, RemoteTasks.Share share) throws InterruptedException {
        var repository = new JobRepository(ports.ops(), ports.clock());
        var layout = new JobLayout(id);
        JobSpec spec = repository
                .spec(id)
                .filter(found -> ports.ops().stat(layout.source()).isPresent())
                .orElseThrow(
                        () -> new InvalidRequestException(
                                "there is no record " + ports.ops().address(layout.spec())
                                        + " to be seen from here; every node of a cluster needs the same stores as the driver"));
        records = new JobRecords(ports, layout);
        records.emptyScratch();
        job = new OpenedJob(ports, spec, spec.model().deviceAt(share.gpu()), token, share.slots(), () -> {});
        // the driver hears of items from outcomes
        task = job.task(Map.of(), event -> {});
    }

    @Override
    public Outcome run(Batch batch, Attempt attempt) throws InterruptedException {
        return task.run(batch, attempt);
    }

    @Override
    public void rehearse(Batch part) throws InterruptedException {
        task.rehearse(part);
    }

    @Override
    public void close() {
        job.close();
        records.deleteScratch();
    }
}
