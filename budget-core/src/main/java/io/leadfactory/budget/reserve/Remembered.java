package io.leadfactory.budget.reserve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.function.Function;

/**
 * Views of what the store keeps, by key. Thread-safe. The latest are kept, and one that somebody still uses is found again:
 * there are never two at once that are in use. The rest is forgotten and made again, so no money may be kept here.
 */
final class Remembered<K, V> {
    private final Cache<K, V> inUse =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    private final Cache<K, V> latest;

    /**
     * Keeps the latest.
     *
     * @param most how many
     */
    Remembered(long most) {
        this.latest =
                Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /** What was made for the key, or what is made now, by one of several who ask at once, while the others wait. */
    V get(K key, Function<? super K, ? extends V> make) {
        V found = latest.getIfPresent(key);
        if (found == null) {
            found = inUse.get(key, make);
            latest.put(key, found);
        }
        return found;
    }

    /** As {@link #get}; nobody waits, several may make one, and the same is taken by all. */
    V getOrAdd(K key, Function<? super K, ? extends V> make) {
        V found = latest.getIfPresent(key);
        if (found == null) {
            V made = make.apply(key);
            V before = inUse.asMap().putIfAbsent(key, made);
            found = before == null ? made : before;
            latest.put(key, found);
        }
        return found;
    }

    Collection<V> inUse() {
        return inUse.asMap().values();
    }
}
