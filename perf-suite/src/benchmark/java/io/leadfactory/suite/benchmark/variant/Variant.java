package io.leadfactory.suite.benchmark.variant;

import io.leadfactory.suite.benchmark.database.DatabaseServer;
import io.leadfactory.suite.benchmark.database.VariantDatabase;
import io.leadfactory.suite.benchmark.hand.HandTrail;
import io.leadfactory.suite.benchmark.hand.HandWritten;
import io.leadfactory.suite.benchmark.hand.JsonTrail;
import io.leadfactory.suite.benchmark.hand.NarrowTrail;
import io.leadfactory.suite.benchmark.peer.CoreLead;
import io.leadfactory.suite.benchmark.peer.EnversLead;
import io.leadfactory.suite.benchmark.peer.JaversRecording;
import io.leadfactory.suite.benchmark.peer.Peers;
import io.leadfactory.suite.benchmark.work.BenchLead;
import io.leadfactory.suite.benchmark.work.PlainLead;
import io.leadfactory.suite.benchmark.work.Recording;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;

/** The ways to audit that are measured side by side. */
public enum Variant {
    /** No audit at all: what all others are held against. */
    NONE("none"),
    /** A lead that is not audited, in a session factory where audit-core audits something else. */
    UNAUDITED("unaudited"),
    /** A narrow row for each change, as the physical floor. */
    NARROW("narrow"),
    /** Hand-written batched JDBC: JSON, SHA-256, two indexes. */
    HAND("hand"),
    /** Hand-written batched JDBC with as many indexes as audit-core. */
    HAND_4("hand-4"),
    /** audit-core. */
    AUDIT_CORE("audit-core"),
    /** audit-core with as many indexes as {@link #HAND_4}, whatever the database has by default. */
    AUDIT_CORE_4("audit-core-4"),
    /** Hibernate's own history tables without a changelog entity. */
    CORE_BARE("core-bare"),
    /** Hibernate's own history tables with a changelog entity. */
    CORE("core"),
    /** Hibernate Envers. */
    ENVERS("envers"),
    /** JaVers with its SQL repository. */
    JAVERS("javers");

    /** Those that take turns, round by round, each heat with its own run of no audit. */
    public static final List<List<Variant>> HEATS = List.of(
            List.of(NONE, HAND, AUDIT_CORE),
            List.of(NONE, UNAUDITED, NARROW, HAND_4, AUDIT_CORE_4),
            List.of(NONE, AUDIT_CORE, CORE_BARE, CORE),
            List.of(NONE, AUDIT_CORE, ENVERS, JAVERS));

    private final String label;

    Variant(String label) {
        this.label = label;
    }

    /** {@return the name in reports and settings} */
    public String label() {
        return label;
    }

    /** {@return whether it is somebody else's library or a feature of Hibernate} */
    public boolean isPeer() {
        return this == CORE_BARE || this == CORE || this == ENVERS || this == JAVERS;
    }

    /** {@return whether it writes something for each change} */
    public boolean writesEvents() {
        return this != NONE && this != UNAUDITED;
    }

    /** Builds the application on a new database of this server. */
    public Contender open(DatabaseServer server, int connections) {
        VariantDatabase database = server.open(label, connections);
        return switch (this) {
            case NONE ->
                contender(database, Sessions.plain(database, List.of(PlainLead.class)), PlainLead::new, Recording.NONE);
            case UNAUDITED ->
                contender(
                        database,
                        Sessions.withAuditCore(database, List.of(PlainLead.class, AuditableNote.class)),
                        PlainLead::new,
                        Recording.NONE);
            case NARROW -> byHand(database, new NarrowTrail());
            case HAND -> byHand(database, JsonTrail.twoIndexes(database.isPostgres()));
            case HAND_4 -> byHand(database, JsonTrail.fourIndexes(database.isPostgres()));
            case AUDIT_CORE -> contender(database, auditCore(database), AuditableLead::new, Recording.NONE);
            case AUDIT_CORE_4 ->
                contender(
                        database,
                        Sessions.withAuditCore(database, List.of(AuditableLead.class), "subject, actor, action"),
                        AuditableLead::new,
                        Recording.NONE);
            case CORE_BARE ->
                contender(database, Sessions.plain(database, List.of(CoreLead.class)), CoreLead::new, Recording.NONE);
            case CORE ->
                contender(database, Sessions.plain(database, Peers.coreWithChangelog()), CoreLead::new, Recording.NONE);
            case ENVERS ->
                contender(
                        database,
                        Sessions.withEnvers(database, List.of(EnversLead.class)),
                        EnversLead::new,
                        Recording.NONE);
            case JAVERS ->
                contender(
                        database,
                        Sessions.plain(database, List.of(PlainLead.class)),
                        PlainLead::new,
                        new JaversRecording(database.dataSource(), database.isPostgres()));
        };
    }

    /** {@return the sessions of {@link #AUDIT_CORE} on a database that may be filled already} */
    public static SessionFactory auditCore(VariantDatabase database) {
        return Sessions.withAuditCore(database, List.of(AuditableLead.class));
    }

    private Contender byHand(VariantDatabase database, HandTrail trail) {
        trail.schema().forEach(database::execute);
        return contender(
                database,
                Sessions.plain(database, List.of(PlainLead.class), new HandWritten(trail)),
                PlainLead::new,
                Recording.NONE);
    }

    private Contender contender(
            VariantDatabase database,
            SessionFactory sessions,
            Supplier<? extends BenchLead> newLead,
            Recording recording) {
        return new Contender(this, database, sessions, newLead, recording);
    }
}
