package dev.atelier.core.scoring;

/** The numbers that a model computes with. */
public enum Precision {
    /** Whatever is fastest where nobody sees the difference. */
    AUTO,
    /** Floats of 32 bits. */
    FP32,
    /** Convolutions in bytes, by the processor's own instructions for them. */
    INT8,
    /** Floats of 16 bits; on CUDA only. */
    FP16
}
