package dev.atelier.storage;

/**
 * A service's answer to a request that did not succeed.
 *
 * @param status of HTTP
 * @param code the service's own word for it, or an empty text
 */
record Refusal(int status, String code) {}
