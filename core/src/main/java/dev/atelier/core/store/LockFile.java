package dev.atelier.core.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** An exclusive lock among the threads and processes that write to a folder, held for a moment. */
record LockFile(Path path) {
    /** The system's locks keep out other processes; threads of this one need a lock of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    /** What is done while the lock is held. */
    interface Action {
        boolean run() throws IOException;
    }

    static LockFile beside(Path target) {
        return new LockFile(target.resolveSibling(PartFile.LOCK));
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
