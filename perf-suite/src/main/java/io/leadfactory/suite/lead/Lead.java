package io.leadfactory.suite.lead;

import io.leadfactory.audit.event.Auditable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person at a company that might become a customer; the e-mail address is unique. For one thread.
 *
 * <p>The instants are set by the repository from its clock, so that a test can hold them still.
 */
@Entity
@Auditable
@Table(name = "lead")
public class Lead {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "lead_seq")
    @SequenceGenerator(name = "lead_seq", sequenceName = "lead_seq", allocationSize = 50)
    private @Nullable Long id;

    @Column(nullable = false, unique = true, length = 254)
    private String email;

    @Column(nullable = false, length = 253)
    private String domain;

    @Column(name = "company_name", nullable = false)
    private String companyName;

    @Column(name = "contact_name")
    private @Nullable String contactName;

    @Enumerated(EnumType.STRING)
    @Column(name = "enrichment_status", nullable = false, length = 16)
    private EnrichmentStatus enrichmentStatus = EnrichmentStatus.NEW;

    @Column(nullable = false)
    private boolean manual;

    @Column(nullable = false, length = 64)
    private String source;

    @Column(nullable = false)
    private boolean deleted;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt = Instant.EPOCH;

    @Version
    private int version;

    /** For Hibernate, which fills the attributes itself. */
    protected Lead() {
        this("", "", "");
    }

    /**
     * Creates a lead that has not been stored.
     *
     * @param email the address, unique among all leads; the part after the last @ becomes the domain
     * @param companyName the company's name
     * @param source where the lead came from, {@code "import"}
     */
    public Lead(String email, String companyName, String source) {
        this.email = email;
        this.domain = email.substring(email.lastIndexOf('@') + 1);
        this.companyName = companyName;
        this.source = source;
    }

    /**
     * Returns the id.
     *
     * @return the id, or null if the lead has not been stored
     */
    public @Nullable Long getId() {
        return id;
    }

    /**
     * Returns the e-mail address.
     *
     * @return the address
     */
    public String getEmail() {
        return email;
    }

    /**
     * Returns the domain.
     *
     * @return the part of the address after the @
     */
    public String getDomain() {
        return domain;
    }

    /**
     * Returns the company's name.
     *
     * @return the name
     */
    public String getCompanyName() {
        return companyName;
    }

    /**
     * Renames the company.
     *
     * @param companyName the new name
     */
    public void setCompanyName(String companyName) {
        this.companyName = companyName;
    }

    /**
     * Returns the contact's name.
     *
     * @return the name, or null if it is not known
     */
    public @Nullable String getContactName() {
        return contactName;
    }

    /**
     * Sets the contact's name.
     *
     * @param contactName the name, or null if it is not known
     */
    public void setContactName(@Nullable String contactName) {
        this.contactName = contactName;
    }

    /**
     * Returns how far the data has been completed.
     *
     * @return the status
     */
    public EnrichmentStatus getEnrichmentStatus() {
        return enrichmentStatus;
    }

    /**
     * Sets how far the data has been completed.
     *
     * @param enrichmentStatus the status
     */
    public void setEnrichmentStatus(EnrichmentStatus enrichmentStatus) {
        this.enrichmentStatus = enrichmentStatus;
    }

    /**
     * Returns whether a person typed the lead in.
     *
     * @return true if so
     */
    public boolean isManual() {
        return manual;
    }

    /**
     * Sets whether a person typed the lead in.
     *
     * @param manual true if so
     */
    public void setManual(boolean manual) {
        this.manual = manual;
    }

    /**
     * Returns where the lead came from.
     *
     * @return the source
     */
    public String getSource() {
        return source;
    }

    /**
     * Returns whether the lead is hidden from the explorer but kept.
     *
     * @return true if so
     */
    public boolean isDeleted() {
        return deleted;
    }

    /**
     * Hides the lead from the explorer, or shows it again.
     *
     * @param deleted true to hide it
     */
    public void setDeleted(boolean deleted) {
        this.deleted = deleted;
    }

    /**
     * Returns when the lead was stored.
     *
     * @return the instant
     */
    public Instant getCreatedAt() {
        return createdAt;
    }

    /**
     * Returns when the lead was last changed.
     *
     * @return the instant
     */
    public Instant getUpdatedAt() {
        return updatedAt;
    }

    /**
     * Returns the version for optimistic locking.
     *
     * @return a number that grows with each change
     */
    public int getVersion() {
        return version;
    }

    void created(Instant now) {
        createdAt = now;
        updatedAt = now;
    }

    void updated(Instant now) {
        updatedAt = now;
    }
}
