package io.leadfactory.perf.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineUseTest {
    private static HostActivity host(int cores, double busy, double own) {
        return new HostActivity(cores, 1e9, busy, own, 0, 0);
    }

    private static MachineUse use(int users, double busy, double waiting, HostActivity host) {
        return new MachineUse(users, busy, waiting, host, Fitness.notChecked());
    }

    /** The scheduler is fair: of n own and b foreign busy threads on C cores each gets min(1, C / (n + b)). */
    @ParameterizedTest
    @CsvSource({"1,0,2", "1,1,2", "1,3,2", "2,3,2", "8,3,2", "8,0,2", "3,1,1", "5,20,4", "64,1,8", "1,1,1"})
    void foreignShare_fairScheduler_neverSubtractsMoreThanOthersTook(int own, int foreign, int cores) {
        double each = Math.min(1, (double) cores / (own + foreign));
        HostActivity host = host(cores, each * (own + foreign), each * own);
        double time = 1 / each;
        double corrected = time - (time - 1) * host.foreignShare(each);
        double alone = Math.max(1, (double) own / cores);
        assertThat(corrected).isGreaterThanOrEqualTo(alone - 1e-9);
        assertThat(corrected).isLessThanOrEqualTo(time + 1e-9);
    }

    @Test
    void foreignShare_oneUser_isAllThatOthersHave() {
        assertThat(host(2, 2, 0.5).foreignShare(0.5)).isEqualTo(1);
        assertThat(host(2, 2, 2).foreignShare(0.25)).isZero();
        assertThat(host(2, 0, 0).foreignShare(0)).isZero();
    }

    @Test
    void wasTheLimit_eightSpinningUsersOnTwoCores_saysSo() {
        MachineUse use = use(8, 2, 6, host(2, 2, 2));
        assertThat(use.wasTheLimit()).isTrue();
        assertThat(use.disturbances()).isEmpty();
        assertThat(use.sentence())
                .isEqualTo("the machine was the limit: 8 users wanted 8.0 of 2 cores and waited for one in 75 % of that"
                        + " time");
    }

    @Test
    void wasTheLimit_coresEnough_isFalse() {
        MachineUse use = use(2, 1.9, 0.1, host(2, 1.9, 1.9));
        assertThat(use.wasTheLimit()).isFalse();
        assertThat(use.sentence()).isEqualTo("quiet: the users had 1.9 of 2 cores");
    }

    @Test
    void wasTheLimit_waitingUnknown_goesByTheCoresTaken() {
        assertThat(use(8, 1.9, Double.NaN, host(2, Double.NaN, Double.NaN)).wasTheLimit())
                .isTrue();
        assertThat(use(8, 1.5, Double.NaN, host(2, Double.NaN, Double.NaN)).wasTheLimit())
                .isFalse();
        assertThat(use(2, 2, Double.NaN, host(2, Double.NaN, Double.NaN)).wasTheLimit())
                .isFalse();
        assertThat(MachineUse.unknown(8).wasTheLimit()).isFalse();
        assertThat(MachineUse.unknown(8).sentence()).isEqualTo("unknown");
    }

    @Test
    void disturbances_foreignProcesses_areToldWithWhatTheyTook() {
        MachineUse use = use(1, 0.4, 0.3, host(2, 2, 0.4));
        assertThat(use.lostShare()).isCloseTo(0.3, within(1e-9));
        assertThat(use.disturbances())
                .containsExactly("other processes had 1.6 of 2 cores and took 30 % of the users' time");
    }

    @Test
    void disturbances_stealQuotaAndUnfit_areTold() {
        Fitness unfit = new Fitness(
                Fitness.State.UNFIT, java.util.List.of("the same work took up to 60 % longer"), 0.6, 0, 0, 1);
        MachineUse use = new MachineUse(1, 1, 0, new HostActivity(2, 1e9, 1, 1, 0.03, 0.04), unfit);
        assertThat(use.disturbances())
                .containsExactly(
                        "a hypervisor took 3 % of the cores' time",
                        "a quota held the process back for 4 % of the time",
                        "the machine was unfit before: the same work took up to 60 % longer");
    }
}
