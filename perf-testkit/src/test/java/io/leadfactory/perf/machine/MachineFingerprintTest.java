package io.leadfactory.perf.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFingerprintTest {
    @TempDir
    Path root;

    private MachineFingerprint of(String... arguments) {
        return MachineFingerprint.of(HostFiles.at(root), List.of(arguments));
    }

    @Test
    void key_sameMachine_isStableAndShort() {
        assertThat(of().key()).matches("[0-9a-f]{10}").isEqualTo(of().key());
        assertThat(MachineFingerprint.current().key())
                .isEqualTo(MachineFingerprint.current().key());
    }

    @Test
    void key_whatChangesTimes_changesIt() {
        String plain = of().key();
        assertThat(of("-XX:+UseSerialGC").key()).isNotEqualTo(plain);
        assertThat(of("-javaagent:/home/me/jacoco.jar=destfile=x").key()).isNotEqualTo(plain);
        new FakeFiles(root).with("proc/cpuinfo", "processor\t: 0\nmodel name\t: Fast 9000\n");
        assertThat(of().key()).isNotEqualTo(plain);
        assertThat(of().cpu()).isEqualTo("Fast 9000");
    }

    @Test
    void key_updateOfTheJdkOrKernel_staysTheSame() {
        MachineFingerprint now = of();
        MachineFingerprint later = new MachineFingerprint(
                now.cpu(),
                now.cores(),
                now.memoryBytes(),
                now.os(),
                "99.9",
                now.jdk().split("[.+ ]", 2)[0] + ".0.99 (x)",
                now.heapBytes(),
                now.collector(),
                now.flags(),
                now.agents(),
                now.container());
        assertThat(later.key()).isEqualTo(now.key());
    }

    @Test
    void flags_pathsPropertiesAndSecrets_areLeftOut() {
        MachineFingerprint found = of(
                "-Dpassword=secret",
                "-XX:HeapDumpPath=/home/me",
                "-XX:+UseParallelGC",
                "-Xmx1g",
                "-ea:com.secret...",
                "-agentpath:/home/me/x.so=token");
        assertThat(found.flags()).containsExactly("-XX:+UseParallelGC", "-Xmx1g", "-ea");
        assertThat(found.agents()).containsExactly("a native agent");
        assertThat(found.toString()).doesNotContain("secret", "home", "token");
    }

    @Test
    void warnings_whatSlows_isNamed() {
        assertThat(of("-Xint", "-javaagent:a/org.jacoco.agent.jar=x", "-agentlib:jdwp=transport=dt_socket", "-ea")
                        .warnings())
                .contains("runs with jacoco", "runs with a debugger", "interprets only (-Xint)", "has assertions on");
        assertThat(of().warnings()).doesNotContain("has assertions on");
    }

    @Test
    void container_limits_areRead() {
        new FakeFiles(root)
                .with("proc/meminfo", "MemTotal:       16384000 kB\n")
                .with("sys/fs/cgroup/cpu.max", "200000 100000\n")
                .with("proc/self/cgroup", "0::/\n7:memory:/box\n1:cpu:/\n")
                .with("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "536870912\n")
                .with("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(of().container()).isEqualTo("2.00 cores' time, 512 MB");
        assertThat(of().entries()).containsEntry("memory", "0.5 GB").containsKeys("machine", "cpu", "kernel", "jvm");
    }
}
