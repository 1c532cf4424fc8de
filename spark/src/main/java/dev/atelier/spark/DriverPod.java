package dev.atelier.spark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How executors in pods find the driver.
 *
 * @param environment of this process
 */
record DriverPod(Map<String, String> environment) {
    /** The address at which pods reach the driver: of its pod, or of the machine it runs on. */
    static final String HOST = "ATELIER_DRIVER_HOST";

    /** The driver's pod, if it runs in one: Kubernetes then ends the executors with it. */
    static final String POD = "ATELIER_DRIVER_POD";

    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spark.driver.bindAddress", "0.0.0.0");
        put(settings, "spark.driver.host", HOST);
        put(settings, "spark.kubernetes.driver.pod.name", POD);
        return settings;
    }

    private void put(Map<String, String> settings, String name, String variable) {
        String value = environment.get(variable);
        if (value != null && !value.isBlank()) {
            settings.put(name, value.strip());
        }
    }
}
