package dev.atelier.core.job;

/** Time spent on items, in nanoseconds, by what was done. Items overlap: sums exceed the time that passed. */
public record StageTimes(long read, long decode, long score, long encode, long write) {
    public static final StageTimes ZERO = new StageTimes(0, 0, 0, 0, 0);

    public StageTimes plus(StageTimes other) {
        return new StageTimes(
                read + other.read,
                decode + other.decode,
                score + other.score,
                encode + other.encode,
                write + other.write);
    }

    /** The name of the greatest. */
    public String bottleneck() {
        long greatest = Math.max(Math.max(Math.max(read, decode), Math.max(score, encode)), write);
        return greatest == score
                ? "score"
                : greatest == decode ? "decode" : greatest == encode ? "encode" : greatest == read ? "read" : "write";
    }
}
