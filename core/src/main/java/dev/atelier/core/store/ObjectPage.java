package dev.atelier.core.store;

import java.util.List;

/**
 * Some of a listing's objects.
 *
 * @param complete whether there are none after these
 */
public record ObjectPage(List<ObjectInfo> objects, boolean complete) {
    public ObjectPage {
        objects = List.copyOf(objects);
    }
}
