package io.leadfactory.audit.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.FullDisk;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final long SEED = 20261123;

    private final Random random = new Random(SEED);
    private final EventIds ids = new EventIds(Clock.systemUTC(), random);
    private final FullDisk disk = new FullDisk();

    @TempDir
    Path root = Path.of("");

    @Test
    void append_closedAndOpenedAgain_hasEverythingThatIsNotOver() {
        List<Draft> committed = drafts(3);
        List<Draft> unknown = drafts(1);
        List<Draft> pending = drafts(2);
        try (Spool spool = open()) {
            spool.settle(spool.append("evidence", null, committed), Fate.COMMITTED);
            spool.settle(spool.append(null, null, drafts(2)), Fate.ABORTED);
            spool.settle(spool.append(null, null, drafts(2)), Fate.DONE);
            spool.settle(spool.append(null, null, unknown), Fate.UNKNOWN);
            spool.append(null, null, pending);
            assertThat(spool.settled()).containsExactly(id(committed), id(unknown));
        }
        try (Spool spool = open()) {
            assertThat(spool.settled()).containsExactly(id(committed), id(unknown), id(pending));
            assertThat(spool.read(id(committed)))
                    .isEqualTo(new SpooledBatch(id(committed), "evidence", null, Fate.COMMITTED, committed));
            assertThat(spool.read(id(unknown)))
                    .isEqualTo(new SpooledBatch(id(unknown), null, null, Fate.UNKNOWN, unknown));
            assertThat(spool.read(id(pending)))
                    .isEqualTo(new SpooledBatch(id(pending), null, null, Fate.UNKNOWN, pending));
        }
    }

    @Test
    void settle_allOver_leavesNoFile() throws IOException {
        try (Spool spool = open()) {
            UUID one = spool.append(null, null, drafts(1));
            UUID two = spool.append(null, null, drafts(1));
            spool.settle(one, Fate.DONE);
            assertThat(segments()).hasSize(1);
            spool.settle(two, Fate.ABORTED);
            assertThat(segments()).isEmpty();
            assertThat(spool.read(one)).isNull();
            spool.append(null, null, drafts(1));
            assertThat(segments()).hasSize(1);
        }
    }

    @Test
    void recover_fileCutAtEachByte_hasTheWholeRecordsBeforeTheCut() throws IOException {
        List<UUID> batches = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        try (Spool spool = open()) {
            for (int i = 0; i < 3; i++) {
                batches.add(spool.append(null, null, drafts(1)));
                ends.add(Files.size(segments().get(0)));
            }
        }
        Path file = segments().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            long end = cut;
            int kept = (int) ends.stream().filter(recordEnd -> recordEnd <= end).count();
            try (Spool spool = open()) {
                assertThat(spool.settled()).as("cut at %d", cut).isEqualTo(batches.subList(0, kept));
                spool.tellDamage((damaged, why) -> assertThat(damaged).isNull());
            }
        }
    }

    @Test
    void recover_bytesBrokenInTheMidst_keepsTheRestAndTheFile() throws IOException {
        List<UUID> batches = new ArrayList<>();
        long second;
        try (Spool spool = open()) {
            batches.add(spool.append(null, null, drafts(1)));
            second = Files.size(segments().get(0));
            batches.add(spool.append(null, null, drafts(1)));
            batches.add(spool.append(null, null, drafts(1)));
        }
        Path file = segments().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) second + 40] ^= 1;
        Files.write(file, bytes);
        try (Spool spool = open()) {
            assertThat(spool.settled()).containsExactly(batches.get(0), batches.get(2));
            List<Path> damaged = new ArrayList<>();
            spool.tellDamage((damagedFile, why) -> damaged.add(damagedFile));
            spool.tellDamage((damagedFile, why) -> damaged.add(damagedFile));
            assertThat(damaged).containsExactly(file);
            spool.settle(batches.get(0), Fate.DONE);
            spool.settle(batches.get(2), Fate.DONE);
        }
        assertThat(segments()).isEmpty();
        assertThat(file.resolveSibling(file.getFileName() + ".damaged")).exists();
    }

    @Test
    void append_diskFull_keepsNothingOfItAndGoesOnWhenThereIsRoom() {
        List<UUID> kept = new ArrayList<>();
        try (Spool spool = open()) {
            for (int i = 0; i < 50; i++) {
                List<Draft> drafts = drafts(1 + random.nextInt(3));
                boolean fails = random.nextBoolean();
                disk.room(fails ? random.nextInt(200) : Long.MAX_VALUE);
                disk.failForce(fails && random.nextBoolean());
                if (fails) {
                    assertThatThrownBy(() -> spool.append(null, null, drafts))
                            .isInstanceOf(AuditWriteException.class)
                            .hasMessageContaining("cannot keep " + drafts.size() + " audit event(s) in the spool")
                            .hasMessageContaining("must be rolled back");
                } else {
                    kept.add(spool.append(null, null, drafts));
                }
            }
            // The fate needs no room.
            disk.room(0);
            disk.failForce(false);
            spool.settle(kept.get(0), Fate.ABORTED);
        }
        disk.room(Long.MAX_VALUE);
        disk.failForce(false);
        try (Spool spool = open()) {
            assertThat(spool.settled()).isEqualTo(kept.subList(1, kept.size()));
        }
    }

    @Test
    void append_spoolFull_isRefused() {
        try (Spool spool = Spool.open(root, new SpoolSettings(root, 1, disk))) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            spool.append(null, null, List.of(draft("x".repeat(9_000))));
                        }
                    })
                    .isInstanceOf(AuditWriteException.class)
                    .hasMessageContaining("of at most 1048576 bytes");
            int size = spool.size();
            assertThat(size).isBetween(80, 120);
            assertThat(spool.settled()).isEmpty();
        }
        try (Spool spool = open()) {
            spool.settled().forEach(id -> spool.settle(id, Fate.DONE));
            spool.append(null, null, drafts(1));
            assertThat(spool.size()).isEqualTo(1);
        }
    }

    @Test
    void open_directoryInUse_takesAnotherPlaceAndFindsTheOrphansLater() throws IOException {
        List<Draft> left = drafts(2);
        try (Spool first = open()) {
            Spool second = open();
            second.append(null, null, left);
            assertThat(orphans(first)).isEmpty();
            second.close();
            List<Spool> orphans = orphans(first);
            assertThat(orphans).hasSize(1);
            assertThat(orphans.get(0).settled()).containsExactly(id(left));
            assertThat(orphans(first)).isEmpty();
            orphans.get(0).settle(id(left), Fate.DONE);
            orphans.get(0).close();
            assertThat(orphans(first)).isEmpty();
        }
    }

    @Test
    void open_everything_isForItsOwnerAlone() throws IOException {
        try (Spool spool = open()) {
            spool.append(null, null, drafts(1));
            try (Stream<Path> all = Files.walk(root.resolve("writer-0"))) {
                for (Path path : all.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
                }
            }
        }
    }

    @Test
    void open_aFileInTheWay_isRefused() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> Spool.open(file, settings()))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("setting \"leadfactory.audit.spool\" must be a directory that can be written");
    }

    @Test
    void append_threadInterrupted_keepsTheEventsAndTheFileOfTheOthers() {
        List<Draft> before = drafts(2);
        List<Draft> drafts = drafts(3);
        try (Spool spool = open()) {
            spool.settle(spool.append(null, null, before), Fate.COMMITTED);
            try {
                Thread.currentThread().interrupt();
                UUID id = spool.append(null, null, drafts);
                assertThat(Thread.interrupted()).isTrue();
                Thread.currentThread().interrupt();
                spool.settle(id, Fate.COMMITTED);
                assertThat(spool.read(id)).isNotNull();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
            for (List<Draft> kept : List.of(before, drafts)) {
                assertThat(spool.read(id(kept)))
                        .isEqualTo(new SpooledBatch(id(kept), null, null, Fate.COMMITTED, kept));
            }
        }
        try (Spool spool = open()) {
            assertThat(spool.settled()).containsExactly(id(before), id(drafts));
            assertThat(spool.read(id(drafts)))
                    .isEqualTo(new SpooledBatch(id(drafts), null, null, Fate.COMMITTED, drafts));
        }
    }

    @Test
    void orphans_oneUnreadable_givesTheOthersAndTellsOfIt() throws IOException {
        List<Draft> left = drafts(2);
        try (Spool own = open()) {
            try (Spool readable = open();
                    Spool broken = open()) {
                readable.append(null, null, left);
                broken.append(null, null, drafts(1));
            }
            Path segment = root.resolve("writer-2").resolve("0000000000000001.spool");
            Files.delete(segment);
            Files.createDirectory(segment);
            Files.createFile(root.resolve("writer-0.tar"));
            List<IOException> told = new ArrayList<>();
            List<Spool> orphans = own.orphans(settings(), told::add);
            assertThat(told).singleElement().asString().contains("writer-2");
            assertThat(orphans).hasSize(1);
            assertThat(orphans.get(0).settled()).containsExactly(id(left));
            orphans.get(0).close();
        }
    }

    @Test
    void recover_damagedUnderTheSameNumberAgain_keepsBothFiles() throws IOException {
        for (int i = 0; i < 3; i++) {
            UUID last;
            try (Spool spool = open()) {
                spool.append(null, null, drafts(1));
                last = spool.append(null, null, drafts(1));
            }
            Path file = segments().get(0);
            byte[] bytes = Files.readAllBytes(file);
            bytes[40] ^= 1;
            Files.write(file, bytes);
            try (Spool spool = open()) {
                assertThat(spool.settled()).containsExactly(last);
                spool.settle(last, Fate.DONE);
            }
            assertThat(segments()).isEmpty();
        }
        try (Stream<Path> all = Files.list(root.resolve("writer-0"))) {
            assertThat(all.filter(path -> path.toString().contains(".damaged"))).hasSize(3);
        }
    }

    @Test
    void settle_eachFate_isForcedToTheDisk() {
        try (Spool spool = open()) {
            UUID kept = spool.append(null, null, drafts(1));
            for (Fate fate : List.of(Fate.UNKNOWN, Fate.COMMITTED, Fate.DONE)) {
                long before = disk.forced();
                spool.settle(kept, fate);
                assertThat(disk.forced()).as("fate %s", fate).isEqualTo(before + 1);
            }
            UUID other = spool.append(null, null, drafts(1));
            disk.failForce(true);
            assertThatThrownBy(() -> spool.settle(other, Fate.COMMITTED))
                    .isInstanceOf(AuditWriteException.class)
                    .hasMessageContaining("cannot write the fate COMMITTED of batch " + other);
        }
    }

    @Test
    void recover_recordOfALaterVersion_isSetAsideAndTheRestIsThere() throws IOException {
        List<UUID> batches = new ArrayList<>();
        List<Long> ends = new ArrayList<>(List.of(0L));
        try (Spool spool = open()) {
            for (int i = 0; i < 3; i++) {
                batches.add(spool.append(null, null, drafts(1)));
                ends.add(Files.size(segments().get(0)));
            }
        }
        Path file = segments().get(0);
        byte[] bytes = Files.readAllBytes(file);
        ofVersion((byte) 9, bytes, ends.get(1).intValue(), ends.get(2).intValue());
        Files.write(file, bytes);
        try (Spool spool = open()) {
            assertThat(spool.settled()).containsExactly(batches.get(0), batches.get(2));
            List<String> told = new ArrayList<>();
            spool.tellDamage((unreadable, why) -> told.add(why));
            assertThat(told)
                    .containsExactly("events in a form that this version does not read (version must be 1 or 2: 9)");
            spool.settle(batches.get(0), Fate.DONE);
            spool.settle(batches.get(2), Fate.DONE);
        }
        assertThat(segments()).isEmpty();
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        bytes = Files.readAllBytes(aside);
        ofVersion((byte) 1, bytes, ends.get(1).intValue(), ends.get(2).intValue());
        Files.write(file, bytes);
        try (Spool spool = open()) {
            assertThat(spool.settled()).containsExactly(batches.get(1));
        }
    }

    /** As if the record between two offsets had been written by a version, with the checksum that it would have. */
    private static void ofVersion(byte version, byte[] bytes, int start, int end) {
        int header = 13;
        bytes[start + header] = version;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, start + 4, 4);
        checksum.update(bytes, start + header, end - start - header);
        ByteBuffer.wrap(bytes).putInt(start + 8, (int) checksum.getValue());
    }

    @Test
    void recover_diskFails_leavesNoFileOpen() {
        try (Spool spool = open()) {
            spool.append(null, null, drafts(1));
        }
        assertThat(disk.open()).isZero();
        disk.failRead(true);
        assertThatThrownBy(this::open)
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("Input/output error");
        assertThat(disk.open()).isZero();
    }

    @Test
    void open_fileOfAnotherName_isLeftAlone() throws IOException {
        try (Spool spool = open()) {
            spool.append(null, null, drafts(1));
        }
        Path other = Files.createFile(root.resolve("writer-0").resolve("copy of 1.spool"));
        try (Spool spool = open()) {
            assertThat(spool.settled()).hasSize(1);
            spool.settle(spool.settled().get(0), Fate.DONE);
        }
        assertThat(other).exists();
    }

    private List<Spool> orphans(Spool spool) throws IOException {
        return spool.orphans(settings(), unreadable -> assertThat(unreadable).isNull());
    }

    private Spool open() {
        return Spool.open(root, settings());
    }

    private SpoolSettings settings() {
        return new SpoolSettings(root, 256, disk);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.toString().endsWith(".spool"))
                    .sorted()
                    .toList();
        }
    }

    private List<Draft> drafts(int count) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(draft("v" + random.nextInt()));
        }
        return drafts;
    }

    private Draft draft(String value) {
        Origin origin = Origin.of("älice \uD83D\uDE00");
        return Draft.entry(ids, AuditEntry.of("A", Subject.of("S", "1")).change("x", null, value), origin);
    }

    private static UUID id(List<Draft> drafts) {
        return drafts.get(0).id();
    }
}
