package dev.atelier.training;

import org.bytedeco.pytorch.global.torch;

/** LibTorch as a whole: to be set up once before anything of this module is used. */
public final class LibTorch {
    private LibTorch() {}

    /** Loads it, and keeps it from warning on standard error of processors that its NNPACK does not know. */
    public static void load() {
        torch.globalContext().setUserEnabledNNPACK(false);
    }
}
