package io.leadfactory.budget.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceGroupTest {
    private final List<String> heard = new ArrayList<>();
    private final SliceGroup.Listener listener = new SliceGroup.Listener() {
        @Override
        public void reached() {
            heard.add("reached");
        }

        @Override
        public void expired(long ticket, long units, long actual) {
            heard.add("expired %d of %d".formatted(actual, units));
        }
    };
    private final Slice slice = new Slice(950, 800, 950);
    private final SliceGroup group = new SliceGroup(List.of(slice), listener);

    @Test
    void tryReserve_upToTheGrant_isHeldAndNotAUnitMore() {
        assertThat(reserve(949)).isPositive();
        assertThat(reserve(2)).isEqualTo(-1);
        assertThat(reserve(1)).isPositive();
        assertThat(reserve(1)).isEqualTo(-1);
        assertThat(slice.exposure()).isEqualTo(950);
        assertThat(slice.tally()).isEqualTo(new Tally(0, 950));
    }

    @Test
    void tryReserve_largestAmount_isRefusedWithoutOverflow() {
        reserve(10);

        assertThat(reserve(Long.MAX_VALUE)).isEqualTo(-1);
        assertThat(slice.exposure()).isEqualTo(10);
    }

    @Test
    void end_lessThanTheHold_givesTheRestBack() {
        long ticket = reserve(900);

        assertThat(group.end(ticket, 300)).isEqualTo(900);

        assertThat(slice.exposure()).isEqualTo(300);
        assertThat(slice.tally()).isEqualTo(new Tally(300, 0));
        assertThat(reserve(650)).isPositive();
    }

    @Test
    void end_again_saysThatItHasEnded() {
        long ticket = reserve(10);
        group.end(ticket, 10);

        assertThat(group.end(ticket, 10)).isEqualTo(SliceGroup.ENDED);
        long next = reserve(10);
        assertThat(next).isNotEqualTo(ticket);
        assertThat(group.end(ticket, 10)).isEqualTo(SliceGroup.ENDED);
        assertThat(slice.tally()).isEqualTo(new Tally(10, 10));
    }

    @Test
    void end_foreignTicket_isUnknown() {
        SliceGroup sameSlice = new SliceGroup(List.of(slice), listener);
        long ticket = sameSlice.tryReserve(10, SliceGroup.NEVER);

        assertThat(group.end(ticket, 10)).isEqualTo(SliceGroup.UNKNOWN);
        assertThat(group.end(0, 10)).isEqualTo(SliceGroup.UNKNOWN);
        assertThat(group.end(-5, 10)).isEqualTo(SliceGroup.UNKNOWN);
        assertThat(group.end(Long.MAX_VALUE, 10)).isEqualTo(SliceGroup.UNKNOWN);
        for (int location = 0; location < 1 << 13; location++) {
            assertThat(group.end(1L << 40 | location, 10)).isNegative();
        }
        assertThat(sameSlice.end(ticket, 10)).isEqualTo(10);
    }

    @Test
    void end_moreThanTheHold_isTakenInFullBeyondEveryLine() {
        long ticket = reserve(10);

        assertThat(group.end(ticket, 5_000)).isEqualTo(10);

        assertThat(slice.exposure()).isEqualTo(5_000);
        assertThat(slice.tally()).isEqualTo(new Tally(5_000, 0));
        assertThat(reserve(1)).isEqualTo(-1);
    }

    @Test
    void end_overrunThenMoneyBack_isReservableFromTheLineDown() {
        long large = reserve(900);
        long ticket = reserve(10);
        group.end(ticket, 100);
        assertThat(slice.exposure()).isEqualTo(1_000);

        group.end(large, 0);

        assertThat(slice.exposure()).isEqualTo(100);
        assertThat(reserve(851)).isEqualTo(-1);
        assertThat(reserve(850)).isPositive();
    }

    @Test
    void end_costThatNoAccountCanKeep_staysOpen() {
        long first = reserve(10);
        long second = reserve(10);
        group.end(first, Long.MAX_VALUE - 10);

        assertThat(group.end(second, 11)).isEqualTo(SliceGroup.TOO_LARGE);
        assertThat(group.end(second, 10)).isEqualTo(10);
        assertThat(slice.exposure()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void tryReserve_reachesALine_isHeardOncePerLine() {
        reserve(799);
        assertThat(heard).isEmpty();
        long warning = reserve(1);
        assertThat(heard).containsExactly("reached");
        group.hush();
        group.end(warning, 0);
        reserve(1);
        assertThat(heard).hasSize(1);
        reserve(150);
        assertThat(heard).hasSize(2);
    }

    @Test
    void tryReserve_thousandsOpen_eachEndsAsItself() {
        Slice wide = new Slice(1_000_000_000, 900_000_000, 1_000_000_000);
        SliceGroup many = new SliceGroup(List.of(wide), listener);
        List<Long> tickets = new ArrayList<>();
        long held = 0;
        for (int i = 1; i <= 10_000; i++) {
            tickets.add(many.tryReserve(i, SliceGroup.NEVER));
            held += i;
        }
        assertThat(tickets).doesNotHaveDuplicates().allMatch(ticket -> ticket > 0);
        assertThat(wide.tally()).isEqualTo(new Tally(0, held));

        for (int i = 10_000; i >= 1; i--) {
            assertThat(many.end(tickets.get(i - 1), i / 2)).isEqualTo(i);
        }

        assertThat(wide.exposure()).isEqualTo(wide.spent());
        assertThat(wide.tally()).isEqualTo(new Tally(wide.spent(), 0));
        assertThat(many.hasOpen()).isFalse();
    }

    @Test
    void tryReserve_laterSliceLacks_holdsNothingInTheOthers() {
        Slice small = new Slice(100, 80, 100);
        SliceGroup both = new SliceGroup(List.of(slice, small), listener);

        assertThat(both.tryReserve(101, SliceGroup.NEVER)).isEqualTo(-2);
        assertThat(slice.exposure()).isZero();
        long ticket = both.tryReserve(100, SliceGroup.NEVER);
        assertThat(both.end(ticket, 30)).isEqualTo(100);

        assertThat(slice.tally()).isEqualTo(new Tally(30, 0));
        assertThat(small.tally()).isEqualTo(new Tally(30, 0));
        assertThat(slice.exposure()).isEqualTo(30);
        assertThat(small.exposure()).isEqualTo(30);
    }

    @Test
    void expire_timeIsOver_endsAsCharged() {
        long first = group.tryReserve(100, 1_000);
        long second = group.tryReserve(100, 1_001);

        group.expire(1_000, units -> units / 4);

        assertThat(heard).containsExactly("expired 25 of 100");
        assertThat(group.end(first, 0)).isEqualTo(SliceGroup.ENDED);
        assertThat(group.held(second)).isEqualTo(100);
        assertThat(slice.tally()).isEqualTo(new Tally(25, 100));
    }

    @Test
    void grant_lessThanIsHeld_holdsNothingUntilEnoughComesBack() {
        long ticket = reserve(900);
        slice.grant(500, 400, 500);
        assertThat(reserve(1)).isEqualTo(-1);

        group.end(ticket, 499);

        assertThat(reserve(2)).isEqualTo(-1);
        assertThat(reserve(1)).isPositive();
    }

    @Test
    void slice_largestGrant_isExact() {
        Slice largest = new Slice(Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        SliceGroup all = new SliceGroup(List.of(largest), listener);

        long ticket = all.tryReserve(Long.MAX_VALUE - 5, SliceGroup.NEVER);
        assertThat(ticket).isPositive();
        assertThat(all.tryReserve(6, SliceGroup.NEVER)).isEqualTo(-1);
        assertThat(all.tryReserve(5, SliceGroup.NEVER)).isPositive();
        assertThat(all.end(ticket, 0)).isEqualTo(Long.MAX_VALUE - 5);
        assertThat(largest.exposure()).isEqualTo(5);
        assertThat(all.tryReserve(Long.MAX_VALUE - 5, SliceGroup.NEVER)).isPositive();
    }

    private long reserve(long units) {
        return group.tryReserve(units, SliceGroup.NEVER);
    }
}
