package dev.atelier.video;

import dev.atelier.core.media.VideoIo;
import dev.atelier.testkit.VideoIoContract;

final class FfmpegVideoIoTest extends VideoIoContract {
    private final VideoIo videoIo = new FfmpegVideoIo(SharedTools.TOOLS, Limits.DEFAULT);

    @Override
    protected VideoIo videoIo() {
        return videoIo;
    }
}
