package testkit;

import static io.leadfactory.perf.Perf.*;

import org.testng.annotations.Test;

/** Fails on purpose, and only where it is named. */
public class TooSlow {
    @Test
    public void limitOfNothing_fails() {
        assertThat(measure("sleep", () -> Thread.sleep(1))).max().isBelow(micros(10));
    }
}
