package io.leadfactory.perf.watch;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/** The heap that survived the last collection, by the JVM's own account. */
final class Heap {
    private Heap() {}

    /** Returns the bytes in use after the last collection of each heap pool; those in use now if no pool tells. */
    static long survivedBytes() {
        long bytes = 0;
        boolean told = false;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (usage != null) {
                bytes += usage.getUsed();
                told = true;
            }
        }
        return told
                ? bytes
                : ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
