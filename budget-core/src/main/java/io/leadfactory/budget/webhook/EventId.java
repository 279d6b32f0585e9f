package io.leadfactory.budget.webhook;

import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Window;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names an event for receivers that must not count it twice. With a source, what the ledger knows only once has the same
 * name in every process of that source; the rest is drawn at random, once per event.
 */
final class EventId {
    private static final int BYTES = 16;

    private EventId() {}

    static String of(BudgetEvent event, @Nullable String source) {
        if (source != null && event instanceof BudgetEvent.ThresholdReached reached) {
            return line(
                    source, event.type(), reached.balance(), reached.status().name(), reached.round());
        }
        if (source != null && event instanceof BudgetEvent.ShareReached reached) {
            String share = reached.threshold().share().toPlainString();
            return line(source, event.type(), reached.balance(), share, reached.round());
        }
        if (source != null && event instanceof BudgetEvent.Overrun overrun) {
            return digest(
                    source, event.type(), event.budget(), overrun.reservation().toString());
        }
        if (source != null && event instanceof BudgetEvent.UnpricedPassed passed) {
            return digest(
                    source, event.type(), event.budget(), passed.reservation().toString());
        }
        if (source != null && event instanceof BudgetEvent.Adjusted adjusted) {
            return digest(
                    source,
                    event.type(),
                    event.budget(),
                    adjusted.kind().name(),
                    adjusted.id().toString());
        }
        return "evt_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String line(String source, String type, Balance balance, String line, int round) {
        Window window = balance.window();
        return digest(
                source,
                type,
                balance.budget(),
                window.period().name(),
                window.start().toString(),
                line,
                Integer.toString(round));
    }

    /** Each part after its length, so that no two lists of parts are written the same. */
    private static String digest(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                sha.update(bytes);
            }
            return "evt_" + HexFormat.of().formatHex(sha.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
