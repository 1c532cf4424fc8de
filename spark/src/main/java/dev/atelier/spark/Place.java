package dev.atelier.spark;

import java.io.Serializable;
import org.apache.spark.SparkEnv;

/** Where a batch was tried: an executor, by Spark's number, and its node. */
record Place(String executor, String host) implements Serializable {
    private static final long serialVersionUID = 1L;

    static Place here() {
        SparkEnv env = SparkEnv.get();
        return new Place(env.executorId(), env.blockManager().blockManagerId().host());
    }
}
