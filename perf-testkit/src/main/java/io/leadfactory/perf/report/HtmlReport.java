package io.leadfactory.perf.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Renders a run as one HTML page that needs nothing beside it: no network, no other file. Immutable.
 *
 * <p>Verdicts, tables and intervals are plain HTML; the charts are drawn by a script inside the page. Foreign text is
 * escaped where it is shown, and the page's own content security policy lets no script run but the page's two, by their
 * hashes, so that a hostile name stays a name even if an escape were forgotten.
 */
public final class HtmlReport {
    private static final Template PAGE = Mustache.compiler()
            .strictSections(true)
            .withEscaper(HtmlReport::escape)
            .compile(resource("report.mustache"));
    private static final List<Inline> STYLES =
            List.of(Inline.of(resource("uplot/uPlot.min.css")), Inline.of(resource("report.css")));
    private static final List<Inline> SCRIPTS =
            List.of(Inline.of(resource("uplot/uPlot.iife.min.js")), Inline.of(resource("report.js")));

    /** A style sheet or script inside the page, with the hash by which the page's policy admits it. */
    record Inline(String text, String hash) {
        static Inline of(String text) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
                return new Inline(text, "sha256-" + Base64.getEncoder().encodeToString(hash));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    /** Beside the marks of HTML, takes what would turn the text that follows around, as a right-to-left override does. */
    private static String escape(String text) {
        return Escapers.HTML.escape(Plain.lines(text));
    }

    /** Creates the writer. */
    public HtmlReport() {}

    /**
     * Renders a run.
     *
     * @param report the run
     * @return the page, in UTF-8
     */
    public String render(RunReport report) {
        return PAGE.execute(HtmlPage.of(report, STYLES, SCRIPTS));
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource \"" + name + "\" is missing beside "
                        + HtmlReport.class.getName() + ": build perf-testkit with Maven, which puts it there");
            }
            // A carriage return would be a line feed to the browser, and the hash another one.
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource \"" + name + "\"", e);
        }
    }
}
