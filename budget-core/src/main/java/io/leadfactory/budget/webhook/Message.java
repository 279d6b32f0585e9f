package io.leadfactory.budget.webhook;

import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.plan.Balance;
import org.jspecify.annotations.Nullable;

/** An event as it is sent: its id and its JSON. Immutable; every attempt sends the same. */
record Message(String id, String json) {
    static Message of(BudgetEvent event, @Nullable String source) {
        String id = EventId.of(event, source);
        FlatJson json = new FlatJson().put("id", id).put("type", event.type());
        if (source != null) {
            json.put("source", source);
        }
        json.put("at", event.at().toString()).put("budget", event.budget()).put("message", event.message());
        if (event instanceof BudgetEvent.ThresholdReached reached) {
            json.put("reached", reached.status().name()).put("round", Integer.toString(reached.round()));
        } else if (event instanceof BudgetEvent.ShareReached reached) {
            json.put("share", reached.threshold().share().toPlainString())
                    .put("round", Integer.toString(reached.round()));
        } else if (event instanceof BudgetEvent.Overrun overrun) {
            json.put("reservation", overrun.reservation().toString())
                    .put("hold", overrun.hold().toPlainString())
                    .put("actual", overrun.actual().toPlainString());
        } else if (event instanceof BudgetEvent.Adjusted adjusted) {
            json.put("kind", adjusted.kind().name())
                    .put("entry", adjusted.id().toString())
                    .put("amount", adjusted.amount().toPlainString());
            if (adjusted.untilOrNull() != null) {
                json.put("until", adjusted.untilOrNull().toString());
            }
            if (adjusted.noteOrNull() != null) {
                json.put("author", adjusted.noteOrNull().author())
                        .put("reason", adjusted.noteOrNull().reason());
            }
        } else if (event instanceof BudgetEvent.LimitChanged changed) {
            changed.oldLimit().ifPresent(limit -> json.put("oldLimit", limit.toPlainString()));
            changed.newLimit().ifPresent(limit -> json.put("newLimit", limit.toPlainString()));
            if (changed.noteOrNull() != null) {
                json.put("author", changed.noteOrNull().author())
                        .put("reason", changed.noteOrNull().reason());
            }
        } else if (event instanceof BudgetEvent.UnpricedPassed passed) {
            json.put("reservation", passed.reservation().toString());
        } else if (event instanceof BudgetEvent.BreakerChanged changed) {
            json.put("state", changed.state().name()).put("reason", changed.reason());
        } else if (event instanceof BudgetEvent.LedgerBack back) {
            json.put("spent", back.spent().toPlainString());
        } else if (event instanceof BudgetEvent.Unrecorded unrecorded) {
            json.put("reservation", unrecorded.reservation().toString())
                    .put("hold", unrecorded.hold().toPlainString())
                    .put("actual", unrecorded.actual().toPlainString())
                    .put("reason", unrecorded.reason());
        }
        if (event instanceof BudgetEvent.OfBalance standing) {
            put(json, standing.balance());
        }
        return new Message(id, json.end());
    }

    private static void put(FlatJson json, Balance balance) {
        json.put("status", balance.status().name())
                .put("period", balance.window().period().name())
                .put("periodStart", balance.window().start().toString());
        balance.window().end().ifPresent(end -> json.put("periodEnd", end.toString()));
        json.put("spent", balance.spent().toPlainString())
                .put("held", balance.held().toPlainString())
                .put("free", balance.free().toPlainString())
                .put("limit", balance.limit().toPlainString());
    }
}
