package io.leadfactory.perf.watch;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** The heap that survived the last collection, by the JVM's own account. */
final class Heap {
    private Heap() {}

    /**
     * Returns the bytes in use after the last collection of each heap pool; those in use now if no pool ever tells; {@link
     * MemoryWindow#UNTOLD} as long as one that tells was not collected yet.
     */
    static long survivedBytes() {
        return survivedBytes(ManagementFactory.getMemoryPoolMXBeans());
    }

    static long survivedBytes(List<MemoryPoolMXBean> pools) {
        long bytes = 0;
        boolean told = false;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (usage != null) {
                // Before its first collection a pool tells 0 of 0 bytes, however much it holds.
                if (usage.getCommitted() == 0 && pool.getUsage().getUsed() > 0) {
                    return MemoryWindow.UNTOLD;
                }
                bytes += usage.getUsed();
                told = true;
            }
        }
        return told
                ? bytes
                : ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
