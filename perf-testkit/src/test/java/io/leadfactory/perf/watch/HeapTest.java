package io.leadfactory.perf.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeapTest {
    private static final MemoryUsage NEVER = new MemoryUsage(0, 0, 0, -1);

    @Test
    void survivedBytes_aPoolInUseWasNeverCollected_areUntold() {
        MemoryPoolMXBean eden = pool(MemoryType.HEAP, 70, new MemoryUsage(0, 10, 100, -1));
        assertThat(Heap.survivedBytes(List.of(eden, pool(MemoryType.HEAP, 200, NEVER))))
                .isEqualTo(MemoryWindow.UNTOLD);
    }

    @Test
    void survivedBytes_eachPoolWasCollectedOrIsEmpty_areTheirSum() {
        assertThat(Heap.survivedBytes(List.of(
                        pool(MemoryType.HEAP, 70, new MemoryUsage(0, 10, 100, -1)),
                        pool(MemoryType.HEAP, 300, new MemoryUsage(0, 200, 400, -1)),
                        pool(MemoryType.HEAP, 0, NEVER),
                        pool(MemoryType.NON_HEAP, 50, new MemoryUsage(0, 50, 50, -1)))))
                .isEqualTo(210);
    }

    @Test
    void survivedBytes_noPoolTells_areThoseInUse() {
        assertThat(Heap.survivedBytes(List.of(pool(MemoryType.HEAP, 70, null)))).isPositive();
    }

    private static MemoryPoolMXBean pool(MemoryType type, long used, @Nullable MemoryUsage afterCollection) {
        return (MemoryPoolMXBean) Proxy.newProxyInstance(
                HeapTest.class.getClassLoader(),
                new Class<?>[] {MemoryPoolMXBean.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getType" -> type;
                    case "getUsage" -> new MemoryUsage(0, used, used, -1);
                    case "getCollectionUsage" -> afterCollection;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
