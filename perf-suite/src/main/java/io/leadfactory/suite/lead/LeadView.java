package io.leadfactory.suite.lead;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the explorer shows of a lead. Immutable, so that it can be cached.
 *
 * @param id the lead's id
 * @param email the e-mail address
 * @param companyName the company's name
 * @param contactName the contact's name, or null if it is not known
 * @param enrichmentStatus how far the data has been completed
 * @param version the version that was read
 */
public record LeadView(
        long id,
        String email,
        String companyName,
        @Nullable String contactName,
        EnrichmentStatus enrichmentStatus,
        int version) {

    static LeadView of(Lead lead) {
        long id = Objects.requireNonNull(lead.getId(), "a lead must be stored before it can be viewed");
        return new LeadView(
                id,
                lead.getEmail(),
                lead.getCompanyName(),
                lead.getContactName(),
                lead.getEnrichmentStatus(),
                lead.getVersion());
    }
}
