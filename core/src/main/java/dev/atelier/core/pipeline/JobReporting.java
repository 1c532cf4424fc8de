package dev.atelier.core.pipeline;

import dev.atelier.core.engine.Engine;
import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobPrediction;
import dev.atelier.core.job.JobReport;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.Manifest;
import dev.atelier.core.media.VideoIo.JoinReport;
import dev.atelier.core.store.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together what is reported of a job whose result is in place. */
record JobReporting(JobRepository repository, Engine engine, RunClock clock) {
    /** @param finished when the result was in place */
    JobReport report(
            BatchItems items,
            Location output,
            Manifest manifest,
            Tally tally,
            AssembleStage.Assembled assembled,
            Specialised specialised,
            Instant finished) {
        Source source = items.source();
        List<String> notices = new ArrayList<>();
        JoinReport streams = assembled.streams();
        if (streams != null) {
            streams.converted().forEach(stream -> notices.add("converted: " + stream));
            streams.dropped().forEach(stream -> notices.add("not carried: " + stream));
        }
        if (source instanceof Source.Frames video) {
            video.info().damage().forEach(damage -> notices.add("the source " + damage));
        }
        if (source instanceof Source.Images images && images.skipped() > 0) {
            int skipped = images.skipped();
            notices.add("skipped " + skipped
                    + (skipped == 1
                            ? " file that is no image by its name: "
                            : " files that are no images by their names: ")
                    + images.skippedNames().get(0) + (skipped > 1 ? " …" : ""));
        }
        double seconds = Duration.between(clock.started(), finished).toMillis() / 1e3;
        return new JobReport(
                output.toString(),
                assembled.digest(),
                manifest.items(),
                assembled.itemsOut(),
                assembled.failed(),
                streams == null ? List.of() : streams.copied(),
                specialised.describe(),
                notices,
                finished,
                seconds,
                clock.items() / Math.max(seconds, 1e-3),
                tally.times(),
                clock.timing(finished),
                prediction(items.layout(), manifest).orElse(null));
    }

    /** What was planned, if it was for an engine like this and the whole job; else what the first batches told. */
    private Optional<JobPrediction> prediction(JobLayout layout, Manifest manifest) {
        return new PlanRecords(repository)
                .plan(layout.id())
                .filter(plan -> clock.items() == manifest.items())
                .filter(plan -> !engine.isElsewhere() || engine.executors() == plan.executors())
                .map(plan -> plan.choice(engine.isElsewhere()).seconds())
                .map(seconds -> new JobPrediction(seconds, "by \"atelier plan\""))
                .or(clock::prediction);
    }
}
