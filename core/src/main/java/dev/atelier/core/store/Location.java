package dev.atelier.core.store;

/** An object, or a folder of objects, in a store. */
public record Location(ObjectStore store, String name) {
    /** An object below this one, taken as a folder. */
    public String child(String relative) {
        return name.isEmpty() ? relative : name + "/" + relative;
    }

    /** As a user would write it. */
    @Override
    public String toString() {
        return store.address(name);
    }
}
