package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Verdict;

/** Says in one sentence how a run ended. */
final class Summary {
    private Summary() {}

    static String of(RunReport report) {
        int all = report.scenarios().size();
        if (all == 0) {
            return "nothing was measured.";
        }
        long failed = report.count(Verdict.FAIL);
        long doubtful = report.count(Verdict.INCONCLUSIVE);
        if (failed + doubtful == 0) {
            return all == 1 ? "1 scenario within its limits." : "all " + all + " scenarios within their limits.";
        }
        String passed = report.count(Verdict.PASS) + " of " + all + (all == 1 ? " scenario" : " scenarios") + " passed";
        return passed + (failed > 0 ? ", " + failed + " failed" : "")
                + (doubtful > 0 ? ", " + doubtful + " inconclusive" : "") + ".";
    }
}
