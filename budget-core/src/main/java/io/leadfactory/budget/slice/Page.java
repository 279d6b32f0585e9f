package io.leadfactory.budget.slice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Slots that are numbered together; each is there from the first time that somebody takes its number. Thread-safe. Taken
 * numbers are the lowest that are free, so there are about as many slots as were ever needed at once.
 */
class Page {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Slot[].class);

    private final @Nullable Slot[] slots;
    private final boolean padded;

    /** Of so many; each in cache lines of its own, if other threads use what lies beside it. */
    Page(int most, boolean padded) {
        this.slots = new Slot[most];
        this.padded = padded;
    }

    /** For the slot's owner: makes it if it is not there. */
    Slot slot(int number) {
        Slot found = slots[number];
        if (found == null) {
            found = padded ? new Slot.Padded() : new Slot();
            SLOT.setRelease(slots, number, found);
        }
        return found;
    }

    /** Null if nobody took it before. */
    @Nullable
    Slot find(int number) {
        return (Slot) SLOT.getAcquire(slots, number);
    }

    long spent() {
        long spent = 0;
        for (int number = 0; number < slots.length; number++) {
            Slot slot = find(number);
            spent += slot == null ? 0 : slot.spent();
        }
        return spent;
    }

    /** What is held in the slots whose bit is set. */
    long held(long taken) {
        long held = 0;
        for (long left = taken; left != 0; left &= left - 1) {
            Slot slot = find(Long.numberOfTrailingZeros(left));
            held += slot == null ? 0 : slot.units();
        }
        return held;
    }
}
