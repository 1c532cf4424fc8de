package dev.atelier.core.pipeline;

import dev.atelier.core.media.ImageIo;
import dev.atelier.core.media.VideoIo;
import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.Stores;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What the pipeline works with.
 *
 * @param ops the store of job records and logs
 * @param data the store of what batches write
 * @param stores finds inputs and outputs
 * @param scratch a local folder for files that FFmpeg reads and writes; nothing in it outlives a run
 */
public record Ports(
        ObjectStore ops,
        ObjectStore data,
        Stores stores,
        VideoIo videoIo,
        ImageIo imageIo,
        ModelRuntime models,
        Path scratch,
        Clock clock) {}
