package dev.atelier.spark;

import dev.atelier.core.engine.ClusterOptions;
import dev.atelier.core.failure.InvalidRequestException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.DeployMessages;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import scala.reflect.ClassTag$;

/** What the workers of a standalone cluster could lend. Spark itself waits in silence for what a cluster does not have. */
final class ClusterCapacity {
    private ClusterCapacity() {}

    /**
     * Refuses executors that no worker could ever hold. A cluster without workers may yet get some, so it is not asked.
     *
     * @throws InvalidRequestException with all that is too much
     */
    static void check(SparkContext spark, ClusterOptions options) {
        List<WorkerInfo> workers = workers(spark, options);
        if (workers.isEmpty() || workers.stream().anyMatch(worker -> holds(worker, options))) {
            return;
        }
        throw new InvalidRequestException("the cluster " + options.master()
                + " can never hold an executor: wanted are --executor-cores " + options.executorCores()
                + ", --executor-memory " + options.executorMemory() + " MiB and --gpus-per-executor "
                + options.gpus().each() + " on one worker; the most that any has are "
                + most(workers, WorkerInfo::cores)
                + " cores, " + most(workers, WorkerInfo::memory) + " MiB and " + most(workers, ClusterCapacity::gpus)
                + " GPUs; ask for less, or start larger workers");
    }

    private static boolean holds(WorkerInfo worker, ClusterOptions options) {
        return worker.cores() >= options.executorCores()
                && worker.memory() >= options.executorMemory()
                && gpus(worker) >= options.gpus().each();
    }

    private static int most(List<WorkerInfo> workers, ToIntFunction<WorkerInfo> what) {
        return workers.stream().mapToInt(what).max().orElse(0);
    }

    private static int gpus(WorkerInfo worker) {
        return worker.resources().contains("gpu")
                ? worker.resources().apply("gpu").addresses().size()
                : 0;
    }

    /** Those that are alive, as the master knows them. */
    private static List<WorkerInfo> workers(SparkContext spark, ClusterOptions options) {
        URI master = URI.create(options.master());
        RpcEndpointRef endpoint =
                spark.env().rpcEnv().setupEndpointRef(new RpcAddress(master.getHost(), master.getPort()), "Master");
        DeployMessages.MasterStateResponse state = endpoint.askSync(
                DeployMessages.RequestMasterState$.MODULE$,
                ClassTag$.MODULE$.apply(DeployMessages.MasterStateResponse.class));
        return Arrays.stream(state.workers()).filter(WorkerInfo::isAlive).toList();
    }
}
