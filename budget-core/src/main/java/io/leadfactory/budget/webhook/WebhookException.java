package io.leadfactory.budget.webhook;

import io.leadfactory.budget.plan.BudgetException;
import org.jspecify.annotations.Nullable;

/**
 * An event was not delivered by a webhook, and will not be. It names the host of the receiver and never its path, since that
 * is often a secret.
 */
public final class WebhookException extends BudgetException {
    private static final long serialVersionUID = 1L;

    WebhookException(String message, @Nullable Throwable cause) {
        super(message);
        if (cause != null) {
            initCause(cause);
        }
    }
}
