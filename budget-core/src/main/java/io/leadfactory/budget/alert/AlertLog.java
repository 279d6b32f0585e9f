package io.leadfactory.budget.alert;

import io.leadfactory.budget.plan.BudgetStatus;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Writes each event into a log, in one line whatever is in its names. Thread-safe. */
final class AlertLog implements BudgetListener {
    private final Logger log;

    AlertLog(Logger log) {
        this.log = log;
    }

    @Override
    public void hear(BudgetEvent event) {
        Level level = level(event);
        if (log.isEnabledForLevel(level)) {
            log.atLevel(level).log("{}", oneLine(event.message()));
        }
    }

    private static Level level(BudgetEvent event) {
        if (event instanceof BudgetEvent.ThresholdReached reached) {
            return reached.status() == BudgetStatus.STOP ? Level.ERROR : Level.WARN;
        }
        if (event instanceof BudgetEvent.BreakerChanged changed) {
            return changed.state() == BreakerState.OPEN ? Level.WARN : Level.INFO;
        }
        if (event instanceof BudgetEvent.LedgerDown || event instanceof BudgetEvent.Unrecorded) {
            return Level.ERROR;
        }
        boolean isCalm = event instanceof BudgetEvent.ShareReached
                || event instanceof BudgetEvent.Adjusted
                || event instanceof BudgetEvent.LimitChanged
                || event instanceof BudgetEvent.LedgerBack;
        return isCalm ? Level.INFO : Level.WARN;
    }

    /** A name with a line break in it could pass for another line of the log. */
    private static String oneLine(String message) {
        StringBuilder line = new StringBuilder(message.length());
        message.chars().forEach(c -> {
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                line.append("\\u%04x".formatted(c));
            } else {
                line.append((char) c);
            }
        });
        return line.toString();
    }

    @Override
    public String toString() {
        return "log of budget events";
    }
}
