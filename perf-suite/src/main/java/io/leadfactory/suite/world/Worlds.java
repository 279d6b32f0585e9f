package io.leadfactory.suite.world;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** Opens worlds at one address, and closes those that are still open. For one thread. */
public final class Worlds implements AutoCloseable {
    private final DatabaseAddress address;
    private final Deque<World> open = new ArrayDeque<>();

    /**
     * Creates an opener.
     *
     * @param address where the worlds are
     */
    public Worlds(DatabaseAddress address) {
        this.address = address;
    }

    /**
     * Opens a world on a fresh schema.
     *
     * @return the world
     */
    public World open() {
        return keep(World::open);
    }

    /**
     * Opens a world whose database is in files, if it is the suite's own.
     *
     * @return the world
     */
    public World openOnDisk() {
        return keep(World::openOnDisk);
    }

    /**
     * Opens a world whose trail refuses changes by nobody.
     *
     * @return the world
     */
    public World openStrict() {
        return keep(World::openStrict);
    }

    /**
     * Opens a world whose connections can be broken.
     *
     * @return the world
     */
    public World openBreakable() {
        return keep(World::openBreakable);
    }

    private World keep(Function<DatabaseAddress, World> opener) {
        World world = opener.apply(address);
        open.push(world);
        return world;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
