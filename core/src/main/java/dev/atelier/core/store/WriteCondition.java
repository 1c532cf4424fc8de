package dev.atelier.core.store;

/** When a write may take place. Checking and writing are one step: of several writers at once, one wins. */
public sealed interface WriteCondition {
    WriteCondition ALWAYS = new Always();
    WriteCondition IF_ABSENT = new IfAbsent();

    /** Whatever is there is replaced. */
    record Always() implements WriteCondition {}

    /** Only if there is no object of the name. */
    record IfAbsent() implements WriteCondition {}

    /** Only if the object is there and still has this etag. */
    record IfUnchanged(String etag) implements WriteCondition {}
}
