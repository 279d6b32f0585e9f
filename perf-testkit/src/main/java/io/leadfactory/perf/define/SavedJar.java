package io.leadfactory.perf.define;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation in a jar that was put aside, as the last release, to be compared with the code of today. Immutable.
 *
 * <p>The jar gets a class loader of its own, which takes each class that is in the jar from the jar and everything else
 * from the tests' class path, and which is closed after the comparison. A folder of classes does as well as a jar. The operation is an object of a public class with
 * a public constructor without parameters, or what a public static method without parameters returns: an {@link Operation},
 * a {@link java.util.concurrent.Callable} or a {@link Runnable}. It runs with that loader as its thread's context class
 * loader.
 *
 * <p>Nothing is opened before the comparison runs. A comparison loads its saved jars several times
 * ({@link Comparison.Builder#loads}), each time with a new object, and closes an object that is {@link AutoCloseable} before the
 * next.
 */
public final class SavedJar {
    private final List<Path> jars;
    private final String type;
    private final @Nullable String factory;

    private SavedJar(List<Path> jars, String type, @Nullable String factory) {
        this.jars = List.copyOf(jars);
        this.type = type;
        this.factory = factory;
    }

    /**
     * Names an operation by its class.
     *
     * @param jar the jar
     * @param type the binary name of a class that is an operation, {@code "com.acme.Parsing"}
     * @return the operation
     * @throws IllegalArgumentException if the name is blank
     */
    public static SavedJar of(Path jar, String type) {
        return new SavedJar(List.of(jar), named("class", type), null);
    }

    /**
     * Names an operation of today's code, to be loaded anew from where the class path has it. Beside a saved jar both sides
     * are then compiled as often, where an operation of the class path itself is compiled once. Name one class of each jar
     * or folder whose code the operation runs: what is not loaded anew is shared, and stays compiled from load to load.
     *
     * @param operation the class that is the operation
     * @param code classes of the code that it runs, one for each further jar or folder that is to be loaded anew with it
     * @return the operation
     * @throws IllegalArgumentException if a class is of the JDK, or its place is not a file
     */
    public static SavedJar ofClassPath(Class<?> operation, Class<?>... code) {
        List<Path> places = new ArrayList<>(List.of(place(operation)));
        for (Class<?> type : code) {
            places.add(place(type));
        }
        return new SavedJar(places.stream().distinct().toList(), operation.getName(), null);
    }

    private static Path place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IllegalArgumentException(
                    "only a class of a jar or a folder can be loaded anew, but nobody says where this one is: " + type);
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IllegalArgumentException(
                    "only a class of a jar or a folder can be loaded anew, but this one is elsewhere: " + type, e);
        }
    }

    /**
     * Names an operation by the method that makes it.
     *
     * @param jar the jar
     * @param type the binary name of the class, {@code "com.acme.Parsings"}
     * @param factory the name of a static method without parameters
     * @return the operation
     * @throws IllegalArgumentException if a name is blank
     */
    public static SavedJar of(Path jar, String type, String factory) {
        return new SavedJar(List.of(jar), named("class", type), named("factory method", factory));
    }

    /**
     * Returns the same with one more jar that is searched before the class path, as the library that the saved one used.
     *
     * @param jar the jar, searched after those already there
     * @return the operation
     */
    public SavedJar with(Path jar) {
        List<Path> more = new ArrayList<>(jars);
        more.add(Objects.requireNonNull(jar, "jar"));
        return new SavedJar(more, type, factory);
    }

    /**
     * Returns the jars.
     *
     * @return at least one, in the order in which they are searched
     */
    public List<Path> jars() {
        return jars;
    }

    /**
     * Returns the class.
     *
     * @return the binary name of the class that is the operation or has the factory method
     */
    public String type() {
        return type;
    }

    /**
     * Returns the method that makes the operation.
     *
     * @return its name; empty if the class itself is the operation
     */
    public Optional<String> factory() {
        return Optional.ofNullable(factory);
    }

    /** Renders the operation for a person, {@code "com.acme.Parsing in old.jar"}. */
    @Override
    public String toString() {
        return type + (factory == null ? "" : "." + factory + "()") + " in " + jars.get(0);
    }

    private static String named(String what, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the " + what + " of a saved jar must be named: \"" + name + "\"");
        }
        return name;
    }
}
