package dev.atelier.cli;

import dev.atelier.core.failure.InvalidRequestException;

/** The values of --steady. */
final class Steadiness {
    private Steadiness() {}

    /** How much neighbours count, 0 to 1. */
    static double parse(String text) {
        return switch (text) {
            case "off" -> 0;
            case "on" -> 1;
            default -> number(text);
        };
    }

    private static double number(String text) {
        try {
            double strength = Double.parseDouble(text);
            if (strength >= 0 && strength <= 1) {
                return strength;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new InvalidRequestException("--steady is " + text + "; expected off, on or a number from 0 to 1");
    }
}
