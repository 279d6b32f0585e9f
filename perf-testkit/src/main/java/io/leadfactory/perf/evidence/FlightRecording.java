package io.leadfactory.perf.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** A recording by Flight Recorder. Loaded only where the JVM has it. For one thread. */
final class FlightRecording implements AutoCloseable {
    /** A recording is cut in chunks, so it may be larger by one of them than it was told to be. */
    private static final int SLACK = 2;

    /** What tells of the process's surroundings and may hold secrets: a recording is sent around more easily than they are. */
    private static final List<String> PRIVATE = List.of(
            "jdk.InitialEnvironmentVariable",
            "jdk.InitialSystemProperty",
            "jdk.JVMInformation",
            "jdk.ProcessStart",
            "jdk.SystemProcess");

    private final Recording recording;
    private final long mostBytes;

    private FlightRecording(Recording recording, long mostBytes) {
        this.recording = recording;
        this.mostBytes = mostBytes;
    }

    static boolean isAvailable() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    }

    static FlightRecording start(long mostBytes) {
        Recording recording;
        try {
            recording = new Recording(Configuration.getConfiguration("profile"));
        } catch (IOException | ParseException missing) {
            throw new IllegalStateException("the JDK's profile settings cannot be read", missing);
        }
        try {
            PRIVATE.forEach(recording::disable);
            recording.setMaxSize(mostBytes);
            recording.start();
            return new FlightRecording(recording, mostBytes);
        } catch (RuntimeException | Error refused) {
            recording.close();
            throw refused;
        }
    }

    void writeTo(Path file) throws IOException {
        recording.stop();
        recording.dump(file);
        long size = Files.size(file);
        if (size > SLACK * mostBytes) {
            Files.delete(file);
            throw new IOException("it had " + size + " bytes, at most " + mostBytes + " are allowed");
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
