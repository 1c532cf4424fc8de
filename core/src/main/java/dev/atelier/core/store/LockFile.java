package dev.atelier.core.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** An exclusive lock among the threads and processes that write to a folder, held for a moment. */
record LockFile(Path path) {
    /** The system's locks keep out other processes; threads of this one need a lock of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    /** What is done while the lock is held. */
    interface Action {
        boolean run() throws IOException;
    }

    static LockFile beside(Path target) {
        return in(target.getParent());
    }

    static LockFile in(Path folder) {
        return new LockFile(folder.resolve(PartFile.LOCK));
    }

    /** Deletes the file once there is nothing else in the folder, so that the folder can go too. */
    void deleteIfAlone() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path.getParent())) {
            if (entries.allMatch(path::equals)) {
                Files.deleteIfExists(path);
            }
        }
    }

    boolean hold(Action action) throws IOException {
        THREADS.lock();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            return lock.isValid() && action.run();
        } finally {
            THREADS.unlock();
        }
    }
}
