package io.leadfactory.perf.report;

/** How a program that measured ends, so that a pipeline can go on or stop. */
public enum ExitCode {
    /** 0: every limit is kept. */
    PASS(0),
    /** 1: a limit is missed, or a scenario broke off. */
    FAIL(1),
    /** 2: the program could not do its work: a wrong option, a folder that cannot be used. */
    ERROR(2),
    /** 3: a figure allows no verdict, and none failed. */
    INCONCLUSIVE(3),
    /** 4: nothing was measured. */
    NOTHING_MEASURED(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /**
     * Returns the exit code of a run.
     *
     * @param report the run
     * @return NOTHING_MEASURED if it has no scenario, else by its verdict
     */
    public static ExitCode of(RunReport report) {
        if (report.scenarios().isEmpty()) {
            return NOTHING_MEASURED;
        }
        return switch (report.verdict()) {
            case PASS -> PASS;
            case FAIL -> FAIL;
            case INCONCLUSIVE -> INCONCLUSIVE;
        };
    }

    /**
     * Returns what the process ends with.
     *
     * @return the number for {@link System#exit(int)}
     */
    public int number() {
        return number;
    }
}
