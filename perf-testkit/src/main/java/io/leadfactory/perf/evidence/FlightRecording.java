package io.leadfactory.perf.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** A recording by Flight Recorder. Loaded only where the JVM has it. For one thread. */
final class FlightRecording implements AutoCloseable {
    /** A recording is cut in chunks, so it may be larger by one of them than it was told to be. */
    private static final int SLACK = 2;

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
        try {
            Recording recording = new Recording(Configuration.getConfiguration("profile"));
            recording.setMaxSize(mostBytes);
            recording.start();
            return new FlightRecording(recording, mostBytes);
        } catch (IOException | ParseException missing) {
            throw new IllegalStateException("the JDK's profile settings cannot be read", missing);
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
