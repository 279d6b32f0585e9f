package io.leadfactory.perf.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxHostTest {
    private static final double TICK = 1e7;

    @TempDir
    Path root;

    private FakeFiles machine() {
        return new FakeFiles(root)
                .withTicks(100, 1)
                .with("proc/self/status", "Name:\tjava\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n")
                .with("proc/thread-self/schedstat", "123456 7890 42\n");
    }

    private static LinuxHost host(FakeFiles files) {
        return new LinuxHost(files.files(), "10", Set.of("postgres", "ora_"), 2);
    }

    @Test
    void read_allCores_addsWorkAndLeavesOutIdleStealAndGuests() {
        HostReading reading = host(machine()).read();
        assertThat(reading.cores()).isEqualTo(2);
        assertThat(reading.busyNanos()).isEqualTo(200 * TICK);
        assertThat(reading.stealNanos()).isEqualTo(2 * TICK);
        assertThat(reading.throttledNanos()).isNaN();
    }

    @Test
    void read_fewerCoresAllowed_countsTheseAlone() {
        FakeFiles files = machine().with("proc/self/status", "Cpus_allowed_list:\t1\n");
        assertThat(new LinuxHost(files.files(), "10", Set.of(), 1).read().busyNanos())
                .isEqualTo(100 * TICK);
    }

    @Test
    void read_processes_ownAreDescendantsAndServersWithTheirs() {
        FakeFiles files = machine()
                .withProcess("10", "java", "1", 50)
                .withProcess("11", "a (child) of mine", "10", 7)
                .withProcess("12", "grandchild", "11", 8)
                .withProcess("20", "postgres", "1", 30)
                .withProcess("21", "backend", "20", 40)
                .withProcess("22", "ora_pmon_xe", "1", 1)
                .withProcess("29", "oracle", "1", 1)
                .withProcess("30", "burner", "1", 90)
                .with("proc/31/stat", "31 no name\n")
                .with("proc/32/stat", "32 (short) S\n");
        assertThat(host(files).read().others().keySet()).containsExactlyInAnyOrder("10", "11", "12", "20", "21", "22");
        assertThat(host(files).read().others()).containsEntry("21", 45 * TICK);
        assertThat(host(files).read().others())
                .as("its own time is read elsewhere")
                .containsEntry("10", 0.0);
    }

    @Test
    void servers_namesAsTheSystemCutsThem_haveFifteenCharactersAtMost() {
        assertThat(OwnProcesses.SERVERS).allMatch(name -> name.length() <= 15);
    }

    /** Returns what the system under test worked between two readings, without this process itself. */
    private double ownTicks(FakeFiles before, UnaryOperator<FakeFiles> then) {
        HostReading first = host(before).read();
        HostReading last = host(then.apply(before)).read();
        HostReading from =
                new HostReading(2, first.busyNanos(), first.stealNanos(), 0, first.throttledNanos(), first.others());
        HostReading to =
                new HostReading(2, last.busyNanos(), last.stealNanos(), 0, last.throttledNanos(), last.others());
        return from.until(to, 1e9).ownCores() * 1e9 / TICK;
    }

    @Test
    void until_childrenThatCameAndWent_areTheirParentsTime() {
        FakeFiles files =
                machine().withProcess("10", "java", "1", 50, 100).withProcess("20", "postgres", "1", 30, 1_000);
        double own = ownTicks(
                files,
                later -> later.withProcess("10", "java", "1", 90, 106).withProcess("20", "postgres", "1", 32, 1_040));
        assertThat(own)
                .as("6 of children, 2 of the server, 40 of a backend that no reading saw")
                .isCloseTo(48, within(1e-6));
    }

    @Test
    void until_childThatWasThereBefore_countsWithWhatItDidSince() {
        FakeFiles files = machine().withProcess("20", "postgres", "1", 30).withProcess("21", "backend", "20", 500);
        double own = ownTicks(files, later -> later.without("21").withProcess("20", "postgres", "1", 30, 515));
        assertThat(own).as("505 before, 515 at its end").isCloseTo(10, within(1e-6));
    }

    @Test
    void until_serverThatIsGone_leavesWhatTheyDidUnknown() {
        FakeFiles files = machine().withProcess("20", "postgres", "1", 30).withProcess("11", "child", "10", 5);
        double own = ownTicks(files, later -> later.without("20").withProcess("11", "child", "10", 25));
        assertThat(own).isNaN();
    }

    @Test
    void until_twoReadings_tellsWhatForeignProcessesHad() {
        HostReading before =
                host(machine().withProcess("20", "postgres", "1", 30)).read();
        HostReading after = host(machine().withTicks(150, 6).withProcess("20", "postgres", "1", 50))
                .read();
        HostReading same = new HostReading(2, before.busyNanos(), before.stealNanos(), 0, Double.NaN, before.others());
        HostReading later = new HostReading(2, after.busyNanos(), after.stealNanos(), 3e8, Double.NaN, after.others());
        HostActivity activity = same.until(later, 1e9);
        assertThat(activity.busyCores()).isEqualTo(1.0);
        assertThat(activity.ownCores())
                .as("3e8 of the JVM and 20 ticks of the server")
                .isCloseTo(0.5, within(1e-9));
        assertThat(activity.foreignCores()).isCloseTo(0.5, within(1e-9));
        assertThat(activity.stealShare()).isCloseTo(0.05, within(1e-9));
        assertThat(activity.throttledShare()).isNaN();
    }

    @Test
    void threadWait_secondFigure_isRead() {
        try (ThreadWait wait = host(machine()).threadWait()) {
            assertThat(wait.nanos()).isEqualTo(7890);
            machine().with("proc/thread-self/schedstat", "123456 9999999999 43\n");
            assertThat(wait.nanos()).isEqualTo(9_999_999_999L);
        }
    }

    @Test
    void threadWait_brokenOrAbsent_isUnknown() {
        FakeFiles files = machine().with("proc/thread-self/schedstat", "none\n");
        try (ThreadWait wait = host(files).threadWait()) {
            assertThat(wait.nanos()).isEqualTo(-1);
        }
        try (ThreadWait wait = host(new FakeFiles(root.resolve("empty"))).threadWait()) {
            assertThat(wait.nanos()).isEqualTo(-1);
        }
    }

    @Test
    void threadWait_kernelThatKeepsNone_isUnknown() {
        FakeFiles files = machine().with("proc/thread-self/schedstat", "0 0 0\n");
        try (ThreadWait wait = host(files).threadWait()) {
            assertThat(wait.nanos()).isEqualTo(-1);
        }
        // A thread that has just begun its first turn.
        files.with("proc/thread-self/schedstat", "0 0 1\n");
        try (ThreadWait wait = host(files).threadWait()) {
            assertThat(wait.nanos()).isZero();
        }
    }

    @Test
    void obstacle_wholeMachine_isNone() {
        assertThat(host(machine()).obstacle()).isEmpty();
    }

    @Test
    void obstacle_quotaOrFewerCores_isNamed() {
        FakeFiles quota = machine()
                .with("proc/self/cgroup", "0::/pod/app\n")
                .with("sys/fs/cgroup/pod/cpu.max", "150000 100000\n")
                .with("sys/fs/cgroup/pod/app/cpu.max", "max 100000\n");
        assertThat(host(quota).obstacle()).contains("a quota holds this process to 1.5 cores' time");
        FakeFiles few =
                new FakeFiles(root.resolve("few")).withTicks(1, 0).with("proc/thread-self/schedstat", "1 2 3\n");
        assertThat(new LinuxHost(few.files(), "10", Set.of(), 1).obstacle())
                .contains("the JVM counts 1 cores, but may run on 2");
    }

    @Test
    void obstacle_nothingKnown_isNamed() {
        LinuxHost elsewhere = host(new FakeFiles(root.resolve("empty")));
        assertThat(elsewhere.obstacle()).contains("the system does not tell how long a thread waits for a core");
        assertThat(elsewhere.read().busyNanos()).isNaN();
        assertThat(elsewhere.read().until(elsewhere.read(), 1).foreignCores()).isNaN();
    }

    @Test
    void throttled_bothVersions_areRead() {
        FakeFiles second = machine()
                .with("proc/self/cgroup", "0::/app\n")
                .with("sys/fs/cgroup/app/cpu.stat", "usage_usec 5\nthrottled_usec 17\n");
        assertThat(host(second).read().throttledNanos()).isEqualTo(17e3);
        FakeFiles first = new FakeFiles(root.resolve("first"))
                .with("proc/self/cgroup", "4:cpu,cpuacct:/app\n")
                .with("sys/fs/cgroup/cpu/app/cpu.stat", "nr_throttled 1\nthrottled_time 19\n")
                .with("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
                .with("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        assertThat(ControlGroup.throttledNanos(first.files())).isEqualTo(19);
        assertThat(ControlGroup.of(first.files()).quotaCores()).isNaN();
    }

    @Test
    void throttled_quotaOfAGroupAbove_countsToo() {
        FakeFiles files = machine()
                .with("proc/self/cgroup", "0::/pod/app\n")
                .with("sys/fs/cgroup/pod/app/cpu.stat", "throttled_usec 0\n")
                .with("sys/fs/cgroup/pod/cpu.stat", "throttled_usec 17\n")
                .with("sys/fs/cgroup/cpu.stat", "usage_usec 5\n");
        assertThat(host(files).read().throttledNanos()).isEqualTo(17e3);
    }

    /** The counter adds up what all cores were held back. */
    @Test
    void until_heldBackOnManyCores_isNotLongerThanTheSpan() {
        HostReading from = new HostReading(8, 0, 0, 0, 0, Map.of());
        HostReading to = new HostReading(8, 0, 0, 0, 5e9, Map.of());
        assertThat(from.until(to, 1e9).throttledShare()).isEqualTo(1);
    }

    @Test
    void list_ofCores_readsRangesAndLeavesOutNoise() {
        BitSet cores = CpuCounters.list("0-2,5,x,7-");
        assertThat(cores.stream()).containsExactly(0, 1, 2, 5);
        assertThat(CpuCounters.list("").isEmpty()).isTrue();
    }
}
