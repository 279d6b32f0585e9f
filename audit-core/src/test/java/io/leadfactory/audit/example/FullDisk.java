package io.leadfactory.audit.example;

import io.leadfactory.audit.spool.SpoolFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A disk with as much room as it is given: what does not fit is written in part, and then refused. For one thread. */
public final class FullDisk implements SpoolFiles {
    private long room = Long.MAX_VALUE;
    private boolean forceFails;
    private boolean readFails;
    private int open;
    private long forced;
    private Runnable beforeForce = () -> {};

    /** How many more bytes fit. */
    public void room(long bytes) {
        room = bytes;
    }

    /** Whether what is written cannot be made durable. */
    public void failForce(boolean fails) {
        forceFails = fails;
    }

    /** Whether what is there cannot be read. */
    public void failRead(boolean fails) {
        readFails = fails;
    }

    /** How many of its files are open. */
    public int open() {
        return open;
    }

    /** How often something was made durable. */
    public long forced() {
        return forced;
    }

    /** Runs when something was written, before it is made durable. */
    public void beforeForce(Runnable task) {
        beforeForce = task;
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        Channel channel = new Channel(SpoolFiles.system().open(file));
        open++;
        return channel;
    }

    private static IOException full() {
        return new IOException("No space left on device");
    }

    private final class Channel extends FileChannel {
        private final FileChannel channel;

        Channel(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            long growth = Math.max(0, position + source.remaining() - channel.size());
            if (growth <= room) {
                room -= growth;
                return channel.write(source, position);
            }
            if (room <= 0) {
                throw full();
            }
            ByteBuffer part = source.slice(source.position(), (int) room);
            room = 0;
            int written = channel.write(part, position);
            source.position(source.position() + written);
            return written;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            beforeForce.run();
            if (forceFails) {
                throw new IOException("Input/output error");
            }
            channel.force(metaData);
            forced++;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            if (readFails) {
                throw new IOException("Input/output error");
            }
            return channel.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        protected void implCloseChannel() throws IOException {
            open--;
            channel.close();
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long newPosition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
