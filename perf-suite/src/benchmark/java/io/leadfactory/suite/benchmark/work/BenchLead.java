package io.leadfactory.suite.benchmark.work;

import io.leadfactory.suite.lead.EnrichmentStatus;
import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The twelve attributes of {@link io.leadfactory.suite.lead.Lead}, without any audit's annotation: each variant maps a
 * subclass of its own to its own table {@code lead}. For one thread.
 */
@MappedSuperclass
public abstract class BenchLead {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "lead_seq")
    @SequenceGenerator(name = "lead_seq", sequenceName = "lead_seq", allocationSize = 50)
    private @Nullable Long id;

    @Column(nullable = false, unique = true, length = 254)
    private String email = "";

    @Column(nullable = false, length = 253)
    private String domain = "";

    @Column(name = "company_name", nullable = false)
    private String companyName = "";

    @Column(name = "contact_name")
    private @Nullable String contactName;

    @Enumerated(EnumType.STRING)
    @Column(name = "enrichment_status", nullable = false, length = 16)
    private EnrichmentStatus enrichmentStatus = EnrichmentStatus.NEW;

    @Column(nullable = false)
    private boolean manual;

    @Column(nullable = false, length = 64)
    private String source = "";

    @Column(nullable = false)
    private boolean deleted;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt = Instant.EPOCH;

    @Version
    private int version;

    /** {@return the id, or null if the lead has not been stored} */
    public @Nullable Long getId() {
        return id;
    }

    /** {@return the version for optimistic locking} */
    public int getVersion() {
        return version;
    }

    /** {@return whether the lead is hidden} */
    public boolean isDeleted() {
        return deleted;
    }

    /** Fills in a new lead; the e-mail address must be unique. */
    void created(String name, Instant now) {
        email = name + "@example.com";
        domain = "example.com";
        companyName = "Example Industries";
        contactName = "Ada Example";
        source = "import";
        manual = false;
        createdAt = now;
        updatedAt = now;
    }

    /** Changes two attributes. */
    void enriched(Instant now) {
        enrichmentStatus =
                enrichmentStatus == EnrichmentStatus.ENRICHED ? EnrichmentStatus.PENDING : EnrichmentStatus.ENRICHED;
        updatedAt = now;
    }
}
