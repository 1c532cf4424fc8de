package dev.atelier.video;

import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.media.Container;
import dev.atelier.core.media.FrameTable;
import dev.atelier.core.media.VideoInfo;
import java.nio.file.Path;
import java.util.Locale;

/** Reads a joined file and compares it with what it should be, trusting nothing of what wrote it. */
record JoinCheck(String name, SourceHeader header, FrameTable expected, FrameTable found, boolean mayShift) {
    static JoinCheck of(SourceProbe probe, Path file, VideoInfo source, StreamPlan plan, Container container)
            throws InterruptedException {
        SourceAddress address = SourceAddress.of(file.toUri());
        SourceHeader header = probe.header(address);
        if (header.streams().size() < plan.streams().size()) {
            throw new InfrastructureException(
                    "joining failed: " + file + " has " + header.streams().size() + " streams, expected "
                            + plan.streams().size());
        }
        FrameTable found = probe.frames(address, header.streams().get(plan.video()));
        // A transport stream has no times below 0: where decoding begins before it, all streams are moved together.
        return new JoinCheck(file.toString(), header, source.frames(), found, container == Container.TS);
    }

    /**
     * Compares.
     *
     * @return by how many seconds all streams were moved: not 0 only where the container has no times below 0
     * @throws InfrastructureException if a frame is missing or shown at another time
     */
    double verify() {
        if (found.count() != expected.count()) {
            throw new InfrastructureException(
                    "joining failed: " + name + " has " + found.count() + " frames, expected " + expected.count());
        }
        long scale = found.timeBase().denominator();
        long shift = mayShift ? found.timestamps()[0] - time(0, scale) : 0;
        long previous = Long.MIN_VALUE;
        for (int i = 0; i < expected.count(); i++) {
            // Frames that a clock of milliseconds cannot tell apart are shown one tick after the other.
            long time = Math.max(time(i, scale) + shift, previous + 1);
            previous = time;
            if (found.timestamps()[i] != time) {
                throw new InfrastructureException(String.format(
                        Locale.ROOT,
                        "joining failed: frame %d of %s is shown at %.6f s, expected %.6f s",
                        i,
                        name,
                        found.seconds(i),
                        expected.seconds(i)));
            }
        }
        return shift * found.timeBase().value();
    }

    private long time(int frame, long scale) {
        return SegmentTimes.round(expected.timestamps()[frame], expected.timeBase(), scale);
    }
}
