package io.leadfactory.audit.spool;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of a spool: records one after the other. For one thread at a time.
 *
 * <p>A record is {@code "LFSP"}, the length of its content (4 bytes), the CRC-32C of length and content (4 bytes), the fate
 * (1 byte) and the content. The fate is overwritten in place and stands outside the checksum, so that a disk that is full
 * still takes it; it is forced to the disk as well, since what a transaction came to may be known to nobody else. A record is
 * appended and forced to the disk before anybody relies on it, so only the last one can be torn:
 * a file whose readable records end early is cut there, unless more of them follow, which is damage.
 */
final class Segment {
    private static final int MAGIC = 0x4C465350;
    private static final int HEADER = 13;
    private static final int FATE = 12;
    private static final int BLOCK = 1 << 16;

    private final SpoolFiles files;
    private final Path file;
    private FileChannel channel;
    private long size;
    private boolean broken;

    private Segment(SpoolFiles files, Path file, FileChannel channel, long size) {
        this.files = files;
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    /** A record: where it is, how long its content is, and its fate. */
    record Position(long offset, int length, Fate fate) {}

    /**
     * What was found in a file.
     *
     * @param segment the file, open
     * @param positions its records
     * @param damaged whether there are bytes in its midst that are no record
     */
    record Found(Segment segment, List<Position> positions, boolean damaged) {}

    static Segment create(SpoolFiles files, Path file) throws IOException {
        FileChannel channel = files.open(file);
        return kept(channel, () -> {
            if (channel.size() != 0) {
                throw new IOException("a new spool file must be empty");
            }
            return new Segment(files, file, channel, 0);
        });
    }

    static Found recover(SpoolFiles files, Path file) throws IOException {
        FileChannel channel = files.open(file);
        return kept(channel, () -> recover(files, file, channel));
    }

    /** What is made of an open file, which is closed if that fails. */
    private static <T> T kept(FileChannel channel, Access<T> access) throws IOException {
        boolean made = false;
        try {
            T result = access.run();
            made = true;
            return result;
        } finally {
            if (!made) {
                channel.close();
            }
        }
    }

    private static Found recover(SpoolFiles files, Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        List<Position> positions = new ArrayList<>();
        boolean damaged = false;
        long end = 0;
        long offset = nextMagic(channel, 0, size);
        while (offset >= 0) {
            Position position = position(channel, offset, size);
            if (position == null) {
                offset = nextMagic(channel, offset + 1, size);
            } else {
                damaged |= offset != end;
                positions.add(position);
                end = offset + HEADER + position.length();
                offset = nextMagic(channel, end, size);
            }
        }
        return new Found(new Segment(files, file, channel, end), positions, damaged);
    }

    /** Where the next record may begin, or -1. */
    private static long nextMagic(FileChannel channel, long from, long size) throws IOException {
        for (long start = from; start + HEADER <= size; start += BLOCK - HEADER) {
            ByteBuffer block = read(channel, start, (int) Math.min(BLOCK, size - start));
            for (int i = 0; i + HEADER <= block.capacity(); i++) {
                if (block.getInt(i) == MAGIC) {
                    return start + i;
                }
            }
        }
        return -1;
    }

    private static @Nullable Position position(FileChannel channel, long offset, long size) throws IOException {
        ByteBuffer header = read(channel, offset, HEADER);
        if (header.getInt(0) != MAGIC) {
            return null;
        }
        int length = header.getInt(4);
        if (length <= 0 || offset + HEADER + length > size) {
            return null;
        }
        byte[] content = read(channel, offset + HEADER, length).array();
        return header.getInt(8) == checksum(content) ? new Position(offset, length, Fate.of(header.get(FATE))) : null;
    }

    /** Appends a record with fate PENDING; it is on the disk when this returns. If it throws, nothing was appended. */
    Position append(byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEADER + content.length)
                .putInt(MAGIC)
                .putInt(content.length)
                .putInt(checksum(content))
                .put(Fate.PENDING.code())
                .put(content)
                .flip();
        long offset = size;
        try {
            uninterrupted(() -> {
                record.rewind();
                while (record.hasRemaining()) {
                    channel.write(record, offset + record.position());
                }
                channel.force(false);
                return record;
            });
        } catch (IOException e) {
            // After a failed force nobody knows what the disk holds, so nothing follows in this file.
            broken = true;
            try {
                channel.truncate(offset);
            } catch (IOException e2) {
                e.addSuppressed(e2);
            }
            throw e;
        }
        size = offset + HEADER + content.length;
        return new Position(offset, content.length, Fate.PENDING);
    }

    byte[] content(Position position) throws IOException {
        return uninterrupted(() -> read(channel, position.offset() + HEADER, position.length()))
                .array();
    }

    /** Writes down the fate of a record; it is on the disk when this returns. */
    void mark(Position position, Fate fate) throws IOException {
        byte[] code = {fate.code()};
        try {
            uninterrupted(() -> {
                channel.write(ByteBuffer.wrap(code), position.offset() + FATE);
                channel.force(false);
                return fate;
            });
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    /** An interrupted thread closes the channel that it uses, and with it the file for everybody: so it is opened again. */
    private <T> T uninterrupted(Access<T> access) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return access.run();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                    channel = files.open(file);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What is done to the file. */
    @FunctionalInterface
    private interface Access<T> {
        T run() throws IOException;
    }

    boolean isBroken() {
        return broken;
    }

    long size() {
        return size;
    }

    Path file() {
        return file;
    }

    void close() throws IOException {
        channel.close();
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the spool file ended early");
            }
        }
        return buffer;
    }

    private static int checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, content.length));
        crc.update(content);
        return (int) crc.getValue();
    }
}
