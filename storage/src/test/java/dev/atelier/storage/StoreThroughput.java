package dev.atelier.storage;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import dev.atelier.core.store.Content;
import dev.atelier.core.store.ObjectStore;
import dev.atelier.core.store.ObjectStream;
import dev.atelier.core.store.ResilientStore;
import dev.atelier.core.store.WriteCondition;
import dev.atelier.testkit.RandomBytes;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Compares the stores with the bare clients of their SDKs, in turns, in one run: 500 objects of 200 KB, 32 in flight.
 * A program, no test: the ratio is what counts, and a busy machine scatters it.
 */
final class StoreThroughput {
    private static final int OBJECTS = 500;
    private static final int SIZE = 200_000;
    private static final int IN_FLIGHT = 32;
    private static final int ROUNDS = 9;

    private StoreThroughput() {}

    public static void main(String[] arguments) throws Exception {
        byte[] bytes = new RandomBytes(1, SIZE).readAllBytes();
        PrintStream out = System.out;
        String container = Servers.newContainer();
        BlobContainerClient azure =
                AzureClients.client(Servers.azure(Servers.token())).getBlobContainerClient(container);
        compare(
                out,
                "az write",
                i -> azure.getBlobClient("bare/" + i).upload(BinaryData.fromBytes(bytes), true),
                writes(new AzureBlobStore(Servers.azure(Servers.token()), container, Servers.RETRY), bytes));
        compare(
                out,
                "az read",
                i -> azure.getBlobClient("bare/" + i).downloadContent().toBytes(),
                reads(new AzureBlobStore(Servers.azure(Servers.token()), container, Servers.RETRY)));
        String bucket = Servers.newBucket();
        S3Client s3 = S3Clients.client(Servers.s3());
        compare(
                out,
                "s3 write",
                i -> s3.putObject(request -> request.bucket(bucket).key("bare/" + i), RequestBody.fromBytes(bytes)),
                writes(new S3Store(Servers.s3(), bucket, Servers.RETRY), bytes));
        compare(
                out,
                "s3 read",
                i -> s3.getObjectAsBytes(request -> request.bucket(bucket).key("bare/" + i))
                        .asByteArray(),
                reads(new S3Store(Servers.s3(), bucket, Servers.RETRY)));
        System.exit(0);
    }

    private static IntConsumer writes(ObjectStore bare, byte[] bytes) {
        var store = new ResilientStore(bare, Servers.RETRY);
        return i -> store.put("ours/" + i, Content.of(bytes), WriteCondition.ALWAYS);
    }

    private static IntConsumer reads(ObjectStore bare) {
        var store = new ResilientStore(bare, Servers.RETRY);
        return i -> {
            try (ObjectStream in = store.read("ours/" + i)) {
                if (in.readAllBytes().length != SIZE) {
                    throw new IllegalStateException("an object came back with another size");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static void compare(PrintStream out, String what, IntConsumer bare, IntConsumer ours) throws Exception {
        double[] bareSeconds = new double[ROUNDS];
        double[] ourSeconds = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            // both in turn go first; the first round warms up
            double first = seconds(round % 2 == 0 ? bare : ours);
            double second = seconds(round % 2 == 0 ? ours : bare);
            if (round >= 0) {
                bareSeconds[round] = round % 2 == 0 ? first : second;
                ourSeconds[round] = round % 2 == 0 ? second : first;
                ratios[round] = bareSeconds[round] / ourSeconds[round];
            }
        }
        out.printf(
                Locale.ROOT,
                "%-9s bare client %6.1f objects/s   store %6.1f objects/s   ratio %.2f (medians of %d rounds)%n",
                what,
                OBJECTS / median(bareSeconds),
                OBJECTS / median(ourSeconds),
                median(ratios),
                ROUNDS);
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }

    private static double seconds(IntConsumer action) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(IN_FLIGHT);
        long start = System.nanoTime();
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < OBJECTS; i++) {
                int number = i;
                calls.add(() -> {
                    action.accept(number);
                    return true;
                });
            }
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                call.get();
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            threads.shutdown();
        }
    }
}
