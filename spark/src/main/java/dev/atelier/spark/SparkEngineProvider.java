package dev.atelier.spark;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.engine.Engine;
import dev.atelier.core.engine.EngineProvider;
import dev.atelier.core.engine.LocalCluster;
import dev.atelier.core.engine.RemoteTasks;
import dev.atelier.core.engine.RetryPolicy;
import dev.atelier.core.failure.AtelierException;
import dev.atelier.core.failure.InfrastructureException;
import dev.atelier.core.failure.InvalidRequestException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Makes engines on Spark. */
public final class SparkEngineProvider implements EngineProvider {
    private static final int CONNECT_MILLIS = 5000;

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Engine open(
            ClusterOptions options, RemoteTasks tasks, RetryPolicy retry, Clock clock, RandomGenerator random) {
        SparkConf conf = SparkSettings.driver(options);
        EventLog log = EventLog.begin(options.folder().resolve("events"));
        log.settings().forEach(conf::set);
        String secret = ClusterSecret.find(options.folder())
                .orElseThrow(() -> new InvalidRequestException("the secret of the cluster " + options.master()
                        + " is not known; put it in the variable " + ClusterSecret.VARIABLE
                        + ", or start a cluster here: ./atelier cluster start"));
        boolean standalone = options.pods().isEmpty();
        if (standalone) {
            SparkSettings.security(secret).forEach(conf::set);
            InetAddress host = listening(options.master());
            if (host.isLoopbackAddress()) {
                conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
            }
        } else {
            SparkSettings.security(ClusterSecret.file(options.folder(), secret)).forEach(conf::set);
            new DriverPod(System.getenv()).settings().forEach(conf::set);
        }
        JavaSparkContext spark = connect(options, conf);
        try {
            if (standalone) {
                ClusterCapacity.check(spark.sc(), options);
            }
            return new SparkEngine(spark, log, tasks, options, retry, clock, random);
        } catch (RuntimeException e) {
            spark.close();
            throw e;
        }
    }

    private static JavaSparkContext connect(ClusterOptions options, SparkConf conf) {
        try {
            return new JavaSparkContext(conf);
        } catch (RuntimeException e) {
            throw new InfrastructureException(
                    "the cluster " + options.master() + " does not take this driver: " + AtelierException.reason(e)
                            + "; check that both have the same secret",
                    e);
        }
    }

    /** Spark itself would try for a minute, and say so in its log alone. */
    private static InetAddress listening(String address) {
        URI master = URI.create(address);
        if (!"spark".equals(master.getScheme()) || master.getHost() == null || master.getPort() < 0) {
            throw new InvalidRequestException("--master " + address
                    + " is no address of a cluster; it looks like spark://127.0.0.1:7077 or k8s://https://HOST:6443");
        }
        IOException failure = null;
        try {
            for (InetAddress each : InetAddress.getAllByName(master.getHost())) {
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(each, master.getPort()), CONNECT_MILLIS);
                    return each;
                } catch (IOException e) {
                    failure = e;
                }
            }
        } catch (IOException e) {
            failure = e;
        }
        throw new InfrastructureException(
                "there is no cluster at " + address + " (" + failure + "); ./atelier cluster start starts one on this"
                        + " machine",
                failure);
    }

    @Override
    public LocalCluster localCluster(Path folder) {
        return new StandaloneCluster(folder);
    }
}
