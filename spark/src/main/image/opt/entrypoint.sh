#!/bin/sh
# Starts what a pod is for: an executor, as Spark asks for it through the environment, or else the command line.
set -e
classes="${ATELIER_CLASSES:-/opt/atelier/lib/*:/app/resources:/app/classes:/app/libs/*}"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
if [ "$1" != executor ]; then
    exec "$java" @/opt/atelier/java.options -XX:+UseSerialGC -Djava.awt.headless=true \
        -cp "$classes" dev.atelier.cli.Main "$@"
fi
# a folder of the pod that may be written: batches keep their scratch files where the executor starts
cd "${SPARK_LOCAL_DIRS%%,*}"
set -- org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
    --driver-url "$SPARK_DRIVER_URL" \
    --executor-id "$SPARK_EXECUTOR_ID" \
    --cores "$SPARK_EXECUTOR_CORES" \
    --app-id "$SPARK_APPLICATION_ID" \
    --hostname "$SPARK_EXECUTOR_POD_IP" \
    --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" \
    --podName "$SPARK_EXECUTOR_POD_NAME"
# Spark looks for the secret in a file only where it knows that the master is Kubernetes, and an executor learns that late
set -- -Dspark.master=k8s://driver -Xmx"$SPARK_EXECUTOR_MEMORY" -cp "$SPARK_CLASSPATH:$classes" "$@"
# SPARK_JAVA_OPT_0, SPARK_JAVA_OPT_1 and so on, the last of them first
last=$(env | grep -c '^SPARK_JAVA_OPT_' || :)
while [ "$last" -gt 0 ]; do
    last=$((last - 1))
    eval "set -- \"\$SPARK_JAVA_OPT_$last\" \"\$@\""
done
exec "$java" "$@"
