package io.leadfactory.audit.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From which address a request comes, behind proxies too. Immutable.
 *
 * <p>Each proxy appends the address that it sees to the header, so with n proxies of ours the n-th entry from the end is
 * what the outermost of them saw. Everything before it was sent by the client and may be invented, so it is not looked
 * at. Names are never resolved.
 */
final class ClientAddress {
    private static final String HEADER = "X-Forwarded-For";
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IP_6 = "((?=[^:\\]]*:[^:\\]]*:)[0-9a-fA-F:.]{2,45})";
    private static final List<Pattern> LITERALS = List.of(
            Pattern.compile("(" + OCTET + "(?:\\." + OCTET + "){3})(?::\\d{1,5})?"),
            Pattern.compile(IP_6),
            Pattern.compile("\\[" + IP_6 + "](?::\\d{1,5})?"));

    private final int trustedProxies;

    ClientAddress(int trustedProxies) {
        if (trustedProxies < 0) {
            throw new IllegalArgumentException("number of trusted proxies must not be negative: " + trustedProxies);
        }
        this.trustedProxies = trustedProxies;
    }

    /** What the proxies say, or the other end of the connection if they say nothing that is an address. */
    @Nullable
    String of(HttpServletRequest request) {
        String forwarded = trustedProxies == 0 ? null : forwarded(request);
        return forwarded == null ? request.getRemoteAddr() : forwarded;
    }

    private @Nullable String forwarded(HttpServletRequest request) {
        Enumeration<String> lines = request.getHeaders(HEADER);
        Deque<String> last = new ArrayDeque<>();
        while (lines != null && lines.hasMoreElements()) {
            for (String entry : lines.nextElement().split(",", -1)) {
                last.addLast(entry);
                if (last.size() > trustedProxies) {
                    last.removeFirst();
                }
            }
        }
        return last.size() == trustedProxies ? literal(last.getFirst().trim()) : null;
    }

    /** The address without brackets and port, or null if it is none. */
    static @Nullable String literal(String entry) {
        for (Pattern pattern : LITERALS) {
            Matcher literal = pattern.matcher(entry);
            if (literal.matches()) {
                return literal.group(1);
            }
        }
        return null;
    }
}
