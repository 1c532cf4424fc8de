package dev.atelier.core.pipeline;

import dev.atelier.core.failure.PoisonItemException;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.ModelHandling.Statistics;
import dev.atelier.core.media.FrameRange;
import dev.atelier.core.media.FrameReader;
import dev.atelier.core.media.Picture;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.scoring.ModelRuntime.ScorerOptions;
import dev.atelier.core.scoring.Tensor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fits a style to a video, by a few frames of it, once a job. Each frame by itself knows of no others: then, as for images, a style is
 * what the style picture says.
 */
record StyleFitting(ModelRuntime models, VideoIo videoIo, JobSpec spec) {
    private static final int SAMPLES = 3;

    /** @param address of the video, where it can be read from */
    Map<String, Tensor> fitted(Map<String, Tensor> style, Source.Frames source, URI address)
            throws InterruptedException {
        if (spec.options().model().statistics() != Statistics.SHOT) {
            return style;
        }
        // a driver need not have what its executors compute on
        var options = new ScorerOptions(style, 1, "cpu");
        return models.fitStyle(spec.model().name(), options, samples(source, address));
    }

    private List<Picture> samples(Source.Frames source, URI address) throws InterruptedException {
        List<Picture> samples = new ArrayList<>();
        int count = Math.min(SAMPLES, source.count());
        for (int frame : Sampling.spread(source.info().frames(), 0, source.count(), count)) {
            try (FrameReader reader = videoIo.read(
                    address,
                    source.info(),
                    new FrameRange(frame, 1),
                    source.width(),
                    source.height(),
                    source.info().pictureFormat())) {
                Picture picture = reader.next();
                if (picture != null) {
                    samples.add(picture);
                }
            } catch (PoisonItemException e) {
                // it will be dealt with when it is scored
            }
        }
        return samples;
    }
}
