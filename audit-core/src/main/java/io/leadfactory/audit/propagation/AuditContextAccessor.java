package io.leadfactory.audit.propagation;

import io.leadfactory.audit.context.AuditContext;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context propagation carry the audit context, and with it all that builds on that library: Reactor,
 * Spring's task executors, observations. Found by its service loader. Thread-safe.
 *
 * <p>What is set is a scope and what is restored is the end of that scope, so the scopes that the thread had open before
 * stay as they were.
 */
public final class AuditContextAccessor implements ThreadLocalAccessor<AuditContext> {

    /** The key of the audit context in a snapshot. */
    public static final String KEY = "leadfactory.audit.context";

    private static final ThreadLocal<@Nullable Deque<AuditContext.Scope>> OPENED = new ThreadLocal<>();

    /** For the service loader. */
    public AuditContextAccessor() {}

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable AuditContext getValue() {
        return AuditContext.current().orElse(null);
    }

    @Override
    public void setValue(AuditContext value) {
        push(value.open());
    }

    @Override
    public void setValue() {
        push(AuditContext.suspend());
    }

    @Override
    public void restore(AuditContext previousValue) {
        restore();
    }

    @Override
    public void restore() {
        Deque<AuditContext.Scope> opened = OPENED.get();
        if (opened != null) {
            opened.pop().close();
            if (opened.isEmpty()) {
                OPENED.remove();
            }
        }
    }

    private static void push(AuditContext.Scope scope) {
        Deque<AuditContext.Scope> opened = OPENED.get();
        if (opened == null) {
            opened = new ArrayDeque<>();
            OPENED.set(opened);
        }
        opened.push(scope);
    }
}
