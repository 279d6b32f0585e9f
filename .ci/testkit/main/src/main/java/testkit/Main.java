package testkit;

import static io.leadfactory.perf.Perf.*;

/** Measures without any test framework: one check that passes, and one that fails on purpose. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        assertThat(measure("hash", () -> "lead".repeat(100).hashCode())).p95().isBelow(seconds(5));
        try {
            assertThat(measure("sleep", () -> Thread.sleep(1))).max().isBelow(micros(10));
        } catch (AssertionError expected) {
            System.out.println(expected.getMessage());
            return;
        }
        throw new IllegalStateException("a longest time below 10 us was accepted");
    }
}
