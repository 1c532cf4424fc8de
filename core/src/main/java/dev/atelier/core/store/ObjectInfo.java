package dev.atelier.core.store;

/**
 * An object as it was at a moment.
 *
 * @param size in bytes
 * @param etag changes whenever the object is replaced
 */
public record ObjectInfo(String name, long size, String etag) {}
