package io.leadfactory.audit.spool;

import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.record.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Events on the local disk that the database did not take. Thread-safe; one writer to a directory, so each process and each
 * session factory has one of its own below the directory that is set, and takes over what a dead one left.
 *
 * <table>
 * <caption>The life of a batch</caption>
 * <tr><th>fate in the file</th><th>event</th><th>next</th><th>a crash here means</th></tr>
 * <tr><td>none</td><td>appended and forced to the disk</td><td>PENDING</td><td>a torn record, which is cut: its transaction was not
 * committed, since the commit waits for the force</td></tr>
 * <tr><td>PENDING</td><td>commit succeeded</td><td>COMMITTED</td><td>UNKNOWN: the database is asked, if it can say</td></tr>
 * <tr><td>PENDING</td><td>rolled back</td><td>ABORTED</td><td>UNKNOWN: as above</td></tr>
 * <tr><td>PENDING</td><td>the commit failed or was not answered</td><td>UNKNOWN</td><td>UNKNOWN</td></tr>
 * <tr><td>COMMITTED, UNKNOWN</td><td>stored</td><td>DONE</td><td>tried again, and found stored</td></tr>
 * <tr><td>ABORTED, DONE</td><td>all of the file are</td><td>file deleted</td><td>nothing: seen and deleted again</td></tr>
 * </table>
 */
public final class Spool implements AutoCloseable {
    private static final long SEGMENT_BYTES = 8L << 20;
    private static final String SUFFIX = ".spool";
    private static final Pattern SEGMENT = Pattern.compile("[0-9]{16}\\" + SUFFIX);
    private static final int MAX_WRITERS = 10_000;

    private final Path directory;
    private final WriterLock lock;
    private final SpoolFiles files;
    private final long maxBytes;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Map<UUID, Entry> entries = new LinkedHashMap<>();
    private final Set<Segment> segments = new HashSet<>();
    private final Map<Path, String> unreadable = new LinkedHashMap<>();
    private final Map<Path, String> untold = new LinkedHashMap<>();
    private @Nullable Segment active;
    private long lastSegment;
    private long bytes;
    private boolean closed;

    private Spool(Path directory, WriterLock lock, SpoolFiles files, long maxBytes) {
        this.directory = directory;
        this.lock = lock;
        this.files = files;
        this.maxBytes = maxBytes;
    }

    /** A batch that is not over. */
    private record Entry(Segment segment, Segment.Position position, Fate fate) {}

    /**
     * {@return the spool of this session factory, with what was left in its place}
     *
     * @param root the directory that is set
     * @param settings the settings
     * @throws AuditSettingException if the directory cannot be used
     */
    public static Spool open(Path root, SpoolSettings settings) {
        try {
            Disk.createDirectory(root);
            for (int i = 0; i < MAX_WRITERS; i++) {
                Path directory = root.resolve("writer-" + i);
                Disk.createDirectory(directory);
                Spool spool = tryOpen(directory, settings);
                if (spool != null) {
                    return spool;
                }
            }
        } catch (IOException e) {
            throw new AuditSettingException(
                    "setting \"" + SpoolSettings.DIRECTORY + "\" must be a directory that can be written: \"" + root
                            + "\": " + e,
                    e);
        }
        throw new AuditSettingException("setting \"" + SpoolSettings.DIRECTORY + "\" must be a directory with a free"
                + " place for this process: \"" + root + "\" has " + MAX_WRITERS + " writers");
    }

    /**
     * {@return the spools beside this one that nobody holds any more and that are not empty} They are to be closed. One that
     * cannot be read is left alone.
     *
     * @param settings the settings
     * @param unreadable hears why spools cannot be read
     * @throws IOException if the directory cannot be read
     */
    public List<Spool> orphans(SpoolSettings settings, Consumer<IOException> unreadable) throws IOException {
        List<Spool> orphans = new ArrayList<>();
        for (Path other : Disk.list(directory.resolveSibling("."))) {
            if (!other.getFileName().toString().startsWith("writer-")
                    || other.equals(directory)
                    || !Files.isDirectory(other)) {
                continue;
            }
            try {
                Spool orphan = holdsSegments(other) ? tryOpen(other, settings) : null;
                if (orphan != null) {
                    orphans.add(orphan);
                }
            } catch (IOException e) {
                unreadable.accept(new IOException("\"" + other + "\": " + e, e));
            }
        }
        return orphans;
    }

    private static boolean holdsSegments(Path directory) throws IOException {
        return Disk.list(directory).stream().anyMatch(Spool::isSegment);
    }

    private static boolean isSegment(Path file) {
        return SEGMENT.matcher(file.getFileName().toString()).matches();
    }

    private static @Nullable Spool tryOpen(Path directory, SpoolSettings settings) throws IOException {
        WriterLock lock = WriterLock.tryLock(directory);
        if (lock == null) {
            return null;
        }
        Spool spool = new Spool(directory, lock, settings.files(), settings.maxBytes());
        boolean opened = false;
        try {
            spool.recover();
            opened = true;
            return spool;
        } finally {
            if (!opened) {
                spool.close();
            }
        }
    }

    private void recover() throws IOException {
        for (Path file : Disk.list(directory)) {
            if (!isSegment(file)) {
                continue;
            }
            String name = file.getFileName().toString();
            lastSegment = Math.max(lastSegment, Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
            Segment.Found found = Segment.recover(files, file);
            Segment segment = found.segment();
            segments.add(segment);
            bytes += segment.size();
            if (found.damaged()) {
                setAside(file, "bytes that are no events");
            }
            for (Segment.Position position : found.positions()) {
                if (!position.fate().isOver()) {
                    recover(segment, position);
                }
            }
            dropIfOver(segment);
        }
    }

    /** What is whole but cannot be read, as a later version writes it, stands in nobody's way and stays in its file. */
    private void recover(Segment segment, Segment.Position position) throws IOException {
        Fate fate = position.fate() == Fate.PENDING ? Fate.UNKNOWN : position.fate();
        byte[] content = segment.content(position);
        try {
            UUID id = BatchCodec.decode(content, fate).id();
            entries.put(id, new Entry(segment, position, fate));
        } catch (IOException e) {
            setAside(segment.file(), "events in a form that this version does not read (" + e.getMessage() + ')');
        }
    }

    private void setAside(Path file, String why) {
        unreadable.putIfAbsent(file, why);
        untold.putIfAbsent(file, why);
    }

    /**
     * Keeps events, whose transaction is not over yet. They are on the disk when this returns. What is kept already is not
     * kept twice.
     *
     * @param evidence what the database can be asked about the transaction's fate, or null
     * @param tenant whose trail they belong to, or null if there is one for all
     * @param drafts the events in order, at least one
     * @return what the batch is called
     * @throws AuditWriteException if the disk refuses or the spool is full; then they are not kept
     */
    public UUID append(@Nullable String evidence, @Nullable String tenant, List<Draft> drafts) {
        byte[] content = BatchCodec.encode(evidence, tenant, drafts);
        UUID id = drafts.get(0).id();
        mutex.lock();
        try {
            if (entries.containsKey(id)) {
                return id;
            }
            if (closed || bytes + content.length > maxBytes) {
                throw new AuditWriteException(
                        "cannot keep " + drafts.size() + " audit event(s) in the spool \"" + directory
                                + "\": "
                                + (closed ? "it is closed" : "it holds " + bytes + " of at most " + maxBytes + " bytes")
                                + ", so their transaction must be rolled back; see why they cannot be replayed");
            }
            Segment segment = writable();
            long before = segment.size();
            Segment.Position position = segment.append(content);
            bytes += segment.size() - before;
            entries.put(id, new Entry(segment, position, Fate.PENDING));
            return id;
        } catch (IOException e) {
            throw new AuditWriteException(
                    "cannot keep " + drafts.size() + " audit event(s) in the spool \"" + directory + "\": "
                            + e.getMessage() + ", so their transaction must be rolled back; see to the disk",
                    e);
        } finally {
            mutex.unlock();
        }
    }

    private Segment writable() throws IOException {
        Segment segment = active;
        if (segment != null && !segment.isBroken() && segment.size() < SEGMENT_BYTES) {
            return segment;
        }
        active = null;
        if (segment != null) {
            dropIfOver(segment);
        }
        lastSegment++;
        segment = Segment.create(files, directory.resolve(String.format("%016d%s", lastSegment, SUFFIX)));
        Disk.force(directory);
        segments.add(segment);
        active = segment;
        return segment;
    }

    /**
     * Writes down what became of a batch.
     *
     * @param id what it is called
     * @param fate its fate
     * @throws AuditWriteException if the disk refuses: the fate is known to this process alone
     */
    public void settle(UUID id, Fate fate) {
        mutex.lock();
        try {
            Entry entry = entries.get(id);
            if (entry == null || closed) {
                return;
            }
            if (fate.isOver()) {
                entries.remove(id);
            } else {
                entries.put(id, new Entry(entry.segment(), entry.position(), fate));
            }
            entry.segment().mark(entry.position(), fate);
            if (fate.isOver()) {
                dropIfOver(entry.segment());
            }
        } catch (IOException e) {
            throw new AuditWriteException(
                    "cannot write the fate " + fate + " of batch " + id + " to the spool \"" + directory + "\": "
                            + e.getMessage() + "; see to the disk",
                    e);
        } finally {
            mutex.unlock();
        }
    }

    private void dropIfOver(Segment segment) throws IOException {
        for (Entry entry : entries.values()) {
            if (entry.segment() == segment) {
                return;
            }
        }
        segments.remove(segment);
        bytes -= segment.size();
        if (active == segment) {
            active = null;
        }
        if (unreadable.containsKey(segment.file())) {
            segment.close();
            Files.move(segment.file(), damagedName(segment.file()));
        } else {
            segment.delete();
        }
    }

    /** A name that no earlier damaged file has, since numbers begin anew when all files are gone. */
    private static Path damagedName(Path file) {
        Path name = file.resolveSibling(file.getFileName() + ".damaged");
        for (int i = 2; Files.exists(name); i++) {
            name = file.resolveSibling(file.getFileName() + ".damaged-" + i);
        }
        return name;
    }

    /** {@return the batches whose transactions are over, in the order in which they came} */
    public List<UUID> settled() {
        mutex.lock();
        try {
            List<UUID> settled = new ArrayList<>();
            entries.forEach((id, entry) -> {
                if (entry.fate() != Fate.PENDING) {
                    settled.add(id);
                }
            });
            return settled;
        } finally {
            mutex.unlock();
        }
    }

    /**
     * {@return a batch with its events, or null if it is over}
     *
     * @param id what it is called
     * @throws AuditWriteException if it cannot be read
     */
    public @Nullable SpooledBatch read(UUID id) {
        mutex.lock();
        try {
            Entry entry = entries.get(id);
            return entry == null || closed
                    ? null
                    : BatchCodec.decode(entry.segment().content(entry.position()), entry.fate());
        } catch (IOException e) {
            throw new AuditWriteException(
                    "cannot read batch " + id + " in the spool \"" + directory + "\": " + e.getMessage()
                            + "; see to the disk",
                    e);
        } finally {
            mutex.unlock();
        }
    }

    /** {@return how many batches are kept whose events are not stored} */
    public int size() {
        mutex.lock();
        try {
            return entries.size();
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Tells of each file that holds what cannot be read, once, and what that is. Such a file is kept under another name when
     * the rest of it is stored.
     *
     * @param listener hears of the files
     */
    public void tellDamage(BiConsumer<Path, String> listener) {
        Map<Path, String> files;
        mutex.lock();
        try {
            files = new LinkedHashMap<>(untold);
            untold.clear();
        } finally {
            mutex.unlock();
        }
        files.forEach(listener);
    }

    /** Lets go of the directory; what is in it stays. */
    @Override
    public void close() {
        mutex.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            Iterator<Segment> open = segments.iterator();
            while (open.hasNext()) {
                open.next().close();
                open.remove();
            }
            lock.release();
        } catch (IOException e) {
            throw new AuditWriteException("cannot close the spool \"" + directory + "\": " + e.getMessage(), e);
        } finally {
            mutex.unlock();
        }
    }
}
